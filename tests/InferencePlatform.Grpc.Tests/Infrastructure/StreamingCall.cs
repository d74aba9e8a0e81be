using System.Net;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>A call under way, whose request and response are streams of bytes.</summary>
internal sealed class StreamingCall : IAsyncDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(Patience.Token);
    private readonly PushedContent _content = new();
    private readonly HttpRequestMessage _request;
    private Stream? _body;

    public StreamingCall(HttpClient client, HttpRequestMessage request)
    {
        _request = request;
        request.Content = _content;
        Response = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _cancellation.Token);
    }

    /// <summary>The response, once its headers are here.</summary>
    public Task<HttpResponseMessage> Response { get; }

    public async Task WriteAsync(byte[] bytes)
    {
        var stream = await RequestStreamAsync();
        await stream.WriteAsync(bytes, _cancellation.Token);
        await stream.FlushAsync(_cancellation.Token);
    }

    public void CompleteRequest() => _content.Complete();

    /// <summary>The next message, or null at the end.</summary>
    public async Task<byte[]?> ReadAsync()
    {
        var body = await BodyAsync();
        var header = new byte[MessageFrame.Size];
        if (await body.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, _cancellation.Token) == 0)
        {
            return null;
        }

        Assert.True(MessageFrame.TryRead(header, out var frame));
        var message = new byte[frame.Length];
        await body.ReadExactlyAsync(message, _cancellation.Token);
        return message;
    }

    /// <summary>Reads to the end and gives the status.</summary>
    public async Task<Answer> EndAsync()
    {
        using var rest = new MemoryStream();
        await (await BodyAsync()).CopyToAsync(rest, _cancellation.Token);
        return new Answer(await Response, rest.ToArray());
    }

    /// <summary>Leaves the call: the client resets the stream.</summary>
    public Task CancelAsync() => _cancellation.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _cancellation.CancelAsync();
        _content.Complete();
        try
        {
            (await Response).Dispose();
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException)
        {
            // The call was left before it had a response.
        }

        _request.Dispose();
        _cancellation.Dispose();
    }

    /// <summary>Where the request's body goes; fails where the call ended before the body could begin.</summary>
    private async Task<Stream> RequestStreamAsync()
    {
        if (await Task.WhenAny(_content.Stream, Response) == Response)
        {
            await Response;
        }

        return await _content.Stream.WaitAsync(_cancellation.Token);
    }

    private async Task<Stream> BodyAsync() => _body ??= await (await Response).Content.ReadAsStreamAsync(_cancellation.Token);

    private sealed class PushedContent : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PushedContent() => Headers.TryAddWithoutValidation("content-type", "application/grpc");

        public Task<Stream> Stream => _stream.Task;

        public void Complete() => _complete.TrySetResult();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            try
            {
                // HttpClient may keep the headers back until there is something to send with them.
                await stream.FlushAsync(cancellationToken);
                _stream.SetResult(stream);
            }
            catch (Exception e)
            {
                _stream.SetException(e);
                throw;
            }

            await _complete.Task.WaitAsync(cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
