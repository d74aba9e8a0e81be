using System.Net;

namespace InferencePlatform.Grpc.Client;

/// <summary>The body of a call's request.</summary>
internal abstract class RequestContent : HttpContent
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins an attempt to send the body; there is another where the server did not process the first.</summary>
    /// <exception cref="RpcException">It cannot be sent again.</exception>
    protected abstract void Begin(Stream stream);

    /// <summary>Writes the body.</summary>
    protected abstract Task WriteToAsync(Stream stream, CancellationToken cancellationToken);

    protected sealed override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Begin(stream);
        try
        {
            await WriteToAsync(stream, cancellationToken);
        }
        catch
        {
            // The server or the connection ended the stream, and HttpClient would now report that sending failed instead
            // of what the response says, or not make another attempt where it may. It is left to hear of it first.
            await _over.Task;
            throw;
        }
    }

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected sealed override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _over.TrySetResult();
        base.Dispose(disposing);
    }
}
