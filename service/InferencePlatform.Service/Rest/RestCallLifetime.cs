using System.Diagnostics;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Scheduling;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest;

/// <summary>A request's time limit and its client's presence.</summary>
internal sealed class RestCallLifetime(HttpContext http, TimeSpan timeout) : ICallLifetime, IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private CancellationTokenSource? _source;

    public bool DeadlinePassed => Stopwatch.GetElapsedTime(_start) >= timeout;

    public CancellationToken Token => (_source ??= CreateSource()).Token;

    public bool IsOver => DeadlinePassed || http.RequestAborted.IsCancellationRequested;

    /// <summary>What to say of a call that was ended from outside.</summary>
    public InferenceException Explain(Exception cause)
    {
        // A timer may fire a little before the clock says so; whatever ended the call, if not the client, was the timer.
        var timedOut = DeadlinePassed || (_source is { IsCancellationRequested: true } && !http.RequestAborted.IsCancellationRequested);
        return timedOut
            ? new InferenceException(InferenceError.DeadlineExceeded, "The deadline passed before the call was done.", cause)
            : new InferenceException(InferenceError.Cancelled, "The client gave the call up.", cause);
    }

    public void Dispose() => _source?.Dispose();

    private CancellationTokenSource CreateSource()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var left = timeout - Stopwatch.GetElapsedTime(_start);
        source.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        return source;
    }
}
