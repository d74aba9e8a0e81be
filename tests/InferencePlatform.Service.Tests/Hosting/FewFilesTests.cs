using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace InferencePlatform.Service.Tests.Hosting;

/// <summary>A server that may open only a few files, which every connection is one of.</summary>
public sealed class FewFilesTests
{
    private const int Files = 300;
    private const int Connections = 14;
    private const int Callers = 500;

    [Fact]
    public async Task A_crowd_of_connections_does_not_end_a_server_that_may_open_few_files()
    {
        await using var program = await ServerProgram.StartReadyAsync(Files, $"--repository={TestFiles.Samples}");

        foreach (var port in new[] { program.GrpcPort, program.HttpPort, program.ManagementPort })
        {
            using var crowd = new Crowd(port);
            await crowd.UntilRefusedAsync(Callers - Connections);
            Assert.Equal(Connections, crowd.Kept);
        }

        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{program.HttpPort}") };
        await UntilReadyAsync(http);
    }

    [Fact]
    public async Task That_the_limit_leaves_fewer_connections_is_said()
    {
        await using var program = ServerProgram.Start(Files, $"--repository={TestFiles.Samples}", "--max-connections=15");

        var message = (await program.WaitForAsync("ConnectionsLimited")).GetProperty("message").GetString();

        Assert.Equal("This process may open 300 files, which leaves 14 connections to each port instead of max-connections = 15; raise the limit (ulimit -n, or LimitNOFILE= in systemd), or lower max-connections", message);
    }

    /// <summary>The crowd's places are free once the server has seen it leave, which it does not announce.</summary>
    private static async Task UntilReadyAsync(HttpClient http)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v2/health/ready", TestContext.Current.CancellationToken)).StatusCode);
                return;
            }
            catch (HttpRequestException) when (tries < 500)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Many connections to one port, which say nothing.</summary>
    private sealed class Crowd : IDisposable
    {
        private readonly List<TcpClient> _callers = [];
        private readonly SemaphoreSlim _refused = new(0);
        private int _refusals;

        public Crowd(int port)
        {
            for (var i = 0; i < Callers; i++)
            {
                var caller = new TcpClient();
                _callers.Add(caller);
                caller.Connect(IPAddress.Loopback, port);
                _ = WatchAsync(caller.Client);
            }
        }

        public int Kept => Callers - Volatile.Read(ref _refusals);

        public async Task UntilRefusedAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(
                    await _refused.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken),
                    string.Create(CultureInfo.InvariantCulture, $"Only {i} connections were refused, and {count} should be."));
            }
        }

        public void Dispose() => _callers.ForEach(caller => caller.Dispose());

        private async Task WatchAsync(Socket socket)
        {
            try
            {
                // A server may greet before the client has said a word; only the end counts.
                while (await socket.ReceiveAsync(new byte[256], TestContext.Current.CancellationToken) > 0)
                {
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }

            Interlocked.Increment(ref _refusals);
            _refused.Release();
        }
    }
}
