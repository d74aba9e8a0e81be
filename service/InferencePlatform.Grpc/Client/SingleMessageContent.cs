using System.Net;

namespace InferencePlatform.Grpc.Client;

/// <summary>The body of a call with one request message.</summary>
internal sealed class SingleMessageContent(FramedMessage message) : HttpContent
{
    private bool _released;

    // Called again where the server did not process the first attempt and HttpClient makes another.
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!message.TryHold())
        {
            throw new IOException("The call is over.");
        }

        try
        {
            await stream.WriteAsync(message.Bytes, cancellationToken);
        }
        finally
        {
            message.Release();
        }
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
        if (disposing && !Interlocked.Exchange(ref _released, true))
        {
            message.Release();
        }

        base.Dispose(disposing);
    }
}
