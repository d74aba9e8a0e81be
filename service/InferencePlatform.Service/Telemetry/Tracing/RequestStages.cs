using System.Diagnostics;

namespace InferencePlatform.Service.Telemetry.Tracing;

/// <summary>
/// Cuts a request's span into the stages that it goes through, beside the queue and the run, which tell of themselves.
/// Costs nothing where the request is not traced. It is a mutable value: keep it in one variable.
/// </summary>
internal struct RequestStages
{
    /// <summary>The request's bytes come.</summary>
    public const string Receive = "receive";

    /// <summary>They become a model's inputs.</summary>
    public const string Decode = "decode";

    /// <summary>The outputs become the answer's bytes, and are handed to the connection.</summary>
    public const string Encode = "encode";

    private readonly Activity? _request;
    private DateTime _since;

    private RequestStages(Activity? request, DateTime since)
    {
        _request = request;
        _since = since;
    }

    /// <summary>The first stage began when the request did.</summary>
    public static RequestStages FromArrival() => Spans.Request is { } request ? new(request, request.StartTimeUtc) : default;

    /// <summary>The first stage begins now.</summary>
    public static RequestStages FromNow() => Spans.Request is { } request ? new(request, DateTime.UtcNow) : default;

    /// <summary>The next stage begins now, and what was in between is none of ours.</summary>
    public void Begin()
    {
        if (_request is not null)
        {
            _since = DateTime.UtcNow;
        }
    }

    /// <summary>A stage is over, and the next begins.</summary>
    public void End(string stage)
    {
        if (_request is not null)
        {
            Spans.Stage(stage, _request, _since);
            Begin();
        }
    }
}
