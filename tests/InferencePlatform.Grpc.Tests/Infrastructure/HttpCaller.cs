using System.Net;
using System.Net.Sockets;

namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>Calls a server through <see cref="HttpClient"/>, message bytes and headers as the test gives them.</summary>
internal sealed class HttpCaller : IDisposable
{
    private readonly HttpClient _client;
    private int _connections;

    public HttpCaller(IPEndPoint server)
    {
        var handler = new SocketsHttpHandler
        {
            InitialHttp2StreamWindowSize = 1 << 20,
            ConnectCallback = async (_, cancellationToken) =>
            {
                Interlocked.Increment(ref _connections);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(server, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _client = new HttpClient(handler) { BaseAddress = new Uri($"http://{server}"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Connections opened so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Makes a call with a whole request body, and reads the whole answer.</summary>
    public async Task<Answer> CallAsync(string method, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Post, method, headers);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        return await SendAsync(request);
    }

    /// <summary>Makes a request that need not be a call.</summary>
    public async Task<Answer> SendAsync(HttpMethod http, string method, string? contentType)
    {
        using var request = Request(http, method, []);
        if (contentType is not null)
        {
            request.Content = new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        }

        return await SendAsync(request);
    }

    /// <summary>Begins a call whose messages are written and read one by one.</summary>
    public StreamingCall Open(string method, params (string Name, string Value)[] headers) =>
        new(_client, Request(HttpMethod.Post, method, headers));

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Request(HttpMethod http, string method, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(http, "/" + method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience.Token);
        var body = await response.Content.ReadAsByteArrayAsync(Patience.Token);
        return new Answer(response, body);
    }
}
