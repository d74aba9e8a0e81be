using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InferencePlatform.Service.Tests.Fetching.Rig;

/// <summary>A web server that does to each request, byte by byte, what a test says. One request a connection.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ScriptedRequest, NetworkStream, CancellationToken, Task> _answer;
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly Task _accepting;

    public ScriptedServer(Func<ScriptedRequest, NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>A server whose nth request, from 1, gets the nth answer; the last answer is for all that follow.</summary>
    public static ScriptedServer Of(params IReadOnlyList<string> answers) =>
        new((request, stream, stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(answers[Math.Min(request.Number, answers.Count) - 1]), stop).AsTask());

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

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
                var stream = client.GetStream();
                if (await ScriptedRequest.ReadAsync(stream, number, _stop.Token) is { } request)
                {
                    _requests.Enqueue(request);
                    await _answer(request, stream, _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The test is over, or the client has left.
            }
        }
    }
}
