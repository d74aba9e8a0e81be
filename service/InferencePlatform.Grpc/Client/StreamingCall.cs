namespace InferencePlatform.Grpc.Client;

/// <summary>
/// A call that is under way. <see cref="Dispose()"/> gives it up where it has not ended, at the server too; one that was
/// read to its end needs no disposing.
/// </summary>
public abstract class StreamingCall : IDisposable
{
    private protected StreamingCall(ClientCall call)
    {
        Call = call;
        Opening = call.OpenAsync();
    }

    /// <summary>How the call ended; null before that. It ends when its responses were read to their end, or failed.</summary>
    public Status? Status => Call.Outcome?.Status;

    /// <summary>Metadata that came after the last response; empty before the end.</summary>
    public Metadata Trailers => Call.Outcome?.Trailers ?? [];

    private protected ClientCall Call { get; }

    /// <summary>Done when the headers are there or the call has ended; it never fails.</summary>
    private protected Task Opening { get; }

    /// <summary>Metadata that came before the first response; empty where the call ended OK without any.</summary>
    /// <exception cref="RpcException">The call ended before it had headers.</exception>
    /// <exception cref="OperationCanceledException">The caller's token ended it.</exception>
    public async Task<Metadata> GetHeadersAsync()
    {
        await Opening;
        return Call.Headers ?? (Call.Outcome!.IsOk ? [] : throw Call.Failure());
    }

    /// <summary>
    /// Gives the call up: whoever waits for it gets an <see cref="RpcException"/> with <see cref="StatusCode.Cancelled"/>.
    /// </summary>
    public void Cancel() => Call.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the call up where it has not ended.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing) => Call.Dispose();
}
