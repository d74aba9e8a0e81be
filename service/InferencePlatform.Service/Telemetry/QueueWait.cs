using System.Diagnostics;
using InferencePlatform.Service.Telemetry.Tracing;

namespace InferencePlatform.Service.Telemetry;

/// <summary>One request's wait for a compute thread: it counts as queued until it is served or given up.</summary>
internal sealed class QueueWait
{
    private readonly ModelMetrics _metrics;
    private readonly long _since = Stopwatch.GetTimestamp();
    private readonly DateTime _sinceTime;
    private int _over;

    public QueueWait(ModelMetrics metrics)
    {
        _metrics = metrics;
        Request = Spans.Request;
        _sinceTime = Request is null ? default : DateTime.UtcNow;
        metrics.EnteredQueue();
    }

    /// <summary>The request's span, which compute threads do not know; null where it is not recorded.</summary>
    public Activity? Request { get; }

    /// <summary>A compute thread took the request up.</summary>
    public void Served()
    {
        _metrics.RecordQueue(Stopwatch.GetTimestamp() - _since);
        Spans.Stage("queue", Request, _sinceTime);
        Over();
    }

    /// <summary>The request waits no longer; once this has been said it may be said again.</summary>
    public void Over()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            _metrics.LeftQueue();
        }
    }
}
