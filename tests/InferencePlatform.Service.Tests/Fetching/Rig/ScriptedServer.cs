using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace InferencePlatform.Service.Tests.Fetching.Rig;

/// <summary>A web server that does to each request, byte by byte, what a test says. One request a connection.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ScriptedRequest, Stream, CancellationToken, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly Task _accepting;

    /// <param name="answer">What to do to a request.</param>
    /// <param name="certificate">What to show over TLS; null listens in clear.</param>
    public ScriptedServer(Func<ScriptedRequest, Stream, CancellationToken, Task> answer, X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>A server whose nth request, from 1, gets the nth answer; the last answer is for all that follow.</summary>
    public static ScriptedServer Of(params IReadOnlyList<string> answers) =>
        new((request, stream, stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(answers[Math.Min(request.Number, answers.Count) - 1]), stop).AsTask());

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public string FileUri => new Uri(Address, "/m/model.onnx").AbsoluteUri;

    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var calls = new List<Task>();
        try
        {
            for (var number = 1; ; number++)
            {
                calls.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), number));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(calls);
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                await using var stream = await OpenAsync(client);
                if (await ScriptedRequest.ReadAsync(stream, number, _stop.Token) is { } request)
                {
                    _requests.Enqueue(request);
                    await _answer(request, stream, _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or AuthenticationException)
            {
                // The test is over, or the client has left.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return stream;
    }
}
