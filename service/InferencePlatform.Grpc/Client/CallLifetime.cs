using System.Diagnostics;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Client;

/// <summary>What may end a call from this side: the caller's token, the deadline, or <see cref="Cancel"/>.</summary>
internal sealed class CallLifetime : IDisposable
{
    private readonly CancellationTokenSource? _source;
    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _cancelled;

    /// <param name="options">Token and deadline.</param>
    /// <param name="cancellable">Whether <see cref="Cancel"/> will be called; it costs a little.</param>
    public CallLifetime(CallOptions options, bool cancellable)
    {
        Caller = options.CancellationToken;
        Timeout = options.TimeLeft();
        if (Timeout >= GrpcTimeout.Longest)
        {
            Timeout = null;
        }

        if (cancellable || Timeout is not null)
        {
            _source = CancellationTokenSource.CreateLinkedTokenSource(Caller);
        }

        Token = _source?.Token ?? Caller;
        if (Timeout > TimeSpan.Zero)
        {
            _source!.CancelAfter(Timeout.Value);
        }
    }

    /// <summary>Time the call had when it began; null for no end.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>Signalled when the call must end.</summary>
    public CancellationToken Token { get; }

    /// <summary>The caller's token.</summary>
    public CancellationToken Caller { get; }

    /// <summary>Whether there is a deadline and it passed.</summary>
    public bool DeadlinePassed => Timeout is { } timeout && Stopwatch.GetElapsedTime(_start) >= timeout;

    /// <summary>The status of a call that <see cref="Token"/> ended; null where it did not.</summary>
    public Status? ToStatus()
    {
        if (Caller.IsCancellationRequested || Volatile.Read(ref _cancelled))
        {
            return new Status(StatusCode.Cancelled, "The caller gave the call up.");
        }

        // The timer counts whole milliseconds and may be a little ahead of the clock, so the clock is not asked alone.
        return DeadlinePassed || Token.IsCancellationRequested
            ? new Status(StatusCode.DeadlineExceeded, $"The call was not done within its {Timeout!.Value.TotalSeconds:0.######} s.")
            : null;
    }

    public void Cancel()
    {
        Volatile.Write(ref _cancelled, true);
        try
        {
            _source?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended at the same moment.
        }
    }

    public void Dispose() => _source?.Dispose();
}
