namespace InferencePlatform.Grpc.Client;

/// <summary>Sends the requests of a streaming call, one at a time.</summary>
/// <typeparam name="TRequest">The request's type.</typeparam>
public sealed class RequestWriter<TRequest>
{
    private readonly ClientCall _call;
    private readonly RequestStreamContent _content;
    private readonly MessageCodec<TRequest> _codec;
    private readonly Func<Task> _settled;
    private readonly int _maxSize;
    private readonly bool _compress;
    private int _writing;
    private bool _completed;

    internal RequestWriter(ClientCall call, RequestStreamContent content, MessageCodec<TRequest> codec, Func<Task> settled, int maxSize, bool compress)
    {
        _call = call;
        _content = content;
        _codec = codec;
        _settled = settled;
        _maxSize = maxSize;
        _compress = compress;
    }

    /// <summary>Sends a request, waiting while the server does not take it.</summary>
    /// <param name="message">The request.</param>
    /// <param name="compress">Whether it goes compressed, in a call that was opened with compression; null: it does.</param>
    /// <exception cref="RpcException">
    /// The call has ended, with this status where it is known; where responses are yet to be read, they and the status
    /// after them say why, and this is <see cref="StatusCode.Cancelled"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The requests are complete, another is being sent, or compression is asked for in a call opened without it.
    /// </exception>
    public async ValueTask WriteAsync(TRequest message, bool? compress = null)
    {
        if (compress == true && !_compress)
        {
            throw new InvalidOperationException($"The call was opened without {nameof(CallOptions)}.{nameof(CallOptions.Compress)}, so the server expects no compressed message.");
        }

        if (Interlocked.Exchange(ref _writing, 1) != 0)
        {
            throw new InvalidOperationException("Requests are sent one at a time; await the one before.");
        }

        try
        {
            if (_completed)
            {
                throw new InvalidOperationException("The requests are complete.");
            }

            await SendAsync(FramedMessage.Create(_codec, message, compress ?? _compress, _maxSize));
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    /// <summary>Says that there are no more requests. Calling it again does nothing.</summary>
    public void Complete()
    {
        _completed = true;
        _content.Complete();
    }

    private async ValueTask SendAsync(FramedMessage framed)
    {
        try
        {
            await _content.WriteAsync(framed.Bytes, _call.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or HttpRequestException)
        {
            await _settled();
            throw _call.Outcome is { IsOk: false }
                ? _call.Failure()
                : new RpcException(new Status(StatusCode.Cancelled, "The server ended the call before it took this message; the responses tell how."), inner: e);
        }
        finally
        {
            framed.Release();
        }
    }
}
