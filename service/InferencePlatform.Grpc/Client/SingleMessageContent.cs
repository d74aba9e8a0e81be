namespace InferencePlatform.Grpc.Client;

/// <summary>The body of a call with one request message.</summary>
internal sealed class SingleMessageContent(FramedMessage message) : RequestContent
{
    private bool _released;

    protected override void Begin(Stream stream)
    {
        if (!message.TryHold())
        {
            throw new RpcException(StatusCode.Cancelled, "The call is over.");
        }
    }

    protected override async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(message.Bytes, cancellationToken);
        }
        finally
        {
            message.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !Interlocked.Exchange(ref _released, true))
        {
            message.Release();
        }

        base.Dispose(disposing);
    }
}
