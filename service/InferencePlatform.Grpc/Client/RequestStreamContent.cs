namespace InferencePlatform.Grpc.Client;

/// <summary>The body of a call with a stream of requests: open until <see cref="Complete"/>.</summary>
internal sealed class RequestStreamContent : RequestContent
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Stream? _stream;
    private bool _used;

    /// <summary>Sends one message, waiting while the server takes it.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> framed, CancellationToken cancellationToken)
    {
        await _open.Task.WaitAsync(cancellationToken);
        Stream stream;
        lock (_gate)
        {
            _used = true;
            stream = _stream!;
        }

        await stream.WriteAsync(framed, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>Ends the stream of requests.</summary>
    public void Complete() => _complete.TrySetResult();

    /// <summary>Gives up a stream that is not complete.</summary>
    public void Abort()
    {
        _open.TrySetCanceled();
        _complete.TrySetCanceled();
    }

    protected override void Begin(Stream stream)
    {
        lock (_gate)
        {
            // What was sent at the first attempt is gone.
            if (_used)
            {
                throw new RpcException(StatusCode.Unavailable, "The server did not take the call up, and some of its messages were sent already.");
            }

            _stream = stream;
        }
    }

    protected override async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        // The headers go out now: the server may have something to say before the first message.
        await stream.FlushAsync(cancellationToken);
        _open.TrySetResult();
        await _complete.Task.WaitAsync(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Abort();
        }

        base.Dispose(disposing);
    }
}
