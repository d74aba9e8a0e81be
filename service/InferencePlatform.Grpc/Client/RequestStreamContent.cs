using System.Net;

namespace InferencePlatform.Grpc.Client;

/// <summary>The body of a call with a stream of requests: open until <see cref="Complete"/>.</summary>
internal sealed class RequestStreamContent : HttpContent
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

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // A second attempt, after the server did not process the first: possible only while nothing was sent.
            if (_used)
            {
                throw new IOException("The server did not take the call up, and some of its messages are sent already.");
            }

            _stream = stream;
        }

        // The headers go out now: the server may have something to say before the first message.
        await stream.FlushAsync(cancellationToken);
        _open.TrySetResult();
        await _complete.Task.WaitAsync(cancellationToken);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
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
