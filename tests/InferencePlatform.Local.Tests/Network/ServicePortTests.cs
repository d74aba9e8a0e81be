using System.Net;
using System.Net.Sockets;
using System.Text;
using InferencePlatform.Local.Network;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Local.Tests.Network;

public sealed class ServicePortTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_spread_over_the_endpoints()
    {
        await using var a = new EchoServer("a");
        await using var b = new EchoServer("b");
        await using var port = Open(a, b);

        var names = new List<string>();
        var clients = new List<TcpClient>();
        for (var i = 0; i < 10; i++)
        {
            clients.Add(await ConnectAsync(port));
            names.Add(await ReadAsync(clients[^1], 1));
        }

        Assert.Equal((5, 5), (names.Count(n => n == "a"), names.Count(n => n == "b")));
        clients.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task A_new_connection_goes_where_the_fewest_are()
    {
        await using var a = new EchoServer("a");
        await using var b = new EchoServer("b");
        await using var port = Open(a);
        using var first = await ConnectAsync(port);
        using var second = await ConnectAsync(port);
        Assert.Equal("aa", await ReadAsync(first, 1) + await ReadAsync(second, 1));

        port.Backends.Set([a.Address, b.Address]);
        using var third = await ConnectAsync(port);
        using var fourth = await ConnectAsync(port);

        Assert.Equal("bb", await ReadAsync(third, 1) + await ReadAsync(fourth, 1));
    }

    [Fact]
    public async Task Bytes_and_the_end_of_each_side_come_through()
    {
        await using var server = new EchoServer("a");
        await using var port = Open(server);
        using var client = await ConnectAsync(port);
        Assert.Equal("a", await ReadAsync(client, 1));
        var sent = new byte[1 << 20];
        Random.Shared.NextBytes(sent);

        var sending = Task.Run(
            async () =>
            {
                await client.GetStream().WriteAsync(sent, Cancel);
                client.Client.Shutdown(SocketShutdown.Send);
            },
            Cancel);
        using var received = new MemoryStream();
        await client.GetStream().CopyToAsync(received, Cancel);
        await sending;

        Assert.Equal(sent, received.ToArray());
    }

    [Fact]
    public async Task An_endpoint_that_cannot_be_reached_is_passed_over()
    {
        await using var gone = new EchoServer("gone");
        await using var there = new EchoServer("there");
        await using var port = Open(gone, there);
        await gone.DisposeAsync();

        for (var i = 0; i < 4; i++)
        {
            using var client = await ConnectAsync(port);
            Assert.Equal("t", await ReadAsync(client, 1));
        }
    }

    [Fact]
    public async Task Without_a_ready_endpoint_a_connection_is_reset_at_once()
    {
        await using var port = Open();

        await AssertRefusedAsync(port);
    }

    [Fact]
    public async Task A_connection_stays_when_its_endpoint_gets_no_more_and_when_the_port_closes()
    {
        await using var server = new EchoServer("a");
        var port = Open(server);
        using var client = await ConnectAsync(port);
        Assert.Equal("a", await ReadAsync(client, 1));

        port.Backends.Set([]);
        await port.DisposeAsync();
        await client.GetStream().WriteAsync("still"u8.ToArray(), Cancel);

        Assert.Equal("still", await ReadAsync(client, 5));
    }

    [Fact]
    public async Task A_connection_over_the_limit_is_refused_and_one_after_an_end_is_not()
    {
        await using var server = new EchoServer("a");
        await using var port = new ServicePort(new(IPAddress.Loopback, 0), NullLogger.Instance, maxConnections: 1);
        port.Backends.Set([server.Address]);
        using (var first = await ConnectAsync(port))
        {
            Assert.Equal("a", await ReadAsync(first, 1));
            await AssertRefusedAsync(port);
        }

        while (port.Connections > 0)
        {
            await Task.Yield();
        }

        using var third = await ConnectAsync(port);
        Assert.Equal("a", await ReadAsync(third, 1));
    }

    [Fact]
    public async Task An_address_in_use_is_refused_by_name_and_tried_again()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var refusals = new List<string>();
        await using var proxy = new ServiceProxy((_, why) => refusals.Add(why), NullLogger.Instance);
        var entry = new ProxyEntry(new(), (IPEndPoint)other.LocalEndpoint, []);

        Assert.False(await proxy.ApplyAsync([entry]));
        Assert.False(await proxy.ApplyAsync([entry]));
        other.Stop();
        Assert.True(await proxy.ApplyAsync([entry]));

        Assert.Equal([$"{entry.Address} is in use by another program; stop that, or take the address away from the Service."], refusals);
    }

    private static ServicePort Open(params EchoServer[] servers)
    {
        var port = new ServicePort(new(IPAddress.Loopback, 0), NullLogger.Instance);
        port.Backends.Set([.. servers.Select(s => s.Address)]);
        return port;
    }

    private static async Task<TcpClient> ConnectAsync(ServicePort port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(port.Address, Cancel);
        return client;
    }

    /// <summary>The reset may come while the client still connects, or when it reads.</summary>
    private static async Task AssertRefusedAsync(ServicePort port)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var client = await ConnectAsync(port);
            await ReadAsync(client, 1);
        });

        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(failure.InnerException ?? failure).SocketErrorCode);
    }

    private static async Task<string> ReadAsync(TcpClient client, int count)
    {
        var bytes = new byte[count];
        await client.GetStream().ReadExactlyAsync(bytes, Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        return Encoding.ASCII.GetString(bytes);
    }

    /// <summary>Says the first letter of its name, then all that it is told.</summary>
    private sealed class EchoServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public EchoServer(string name)
        {
            _listener.Start();
            Address = (IPEndPoint)_listener.LocalEndpoint;
            _serving = ServeAsync((byte)name[0]);
        }

        public IPEndPoint Address { get; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
            _listener.Dispose();
        }

        private async Task ServeAsync(byte name)
        {
            try
            {
                while (true)
                {
                    _ = EchoAsync(await _listener.AcceptTcpClientAsync(), name);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private static async Task EchoAsync(TcpClient client, byte name)
        {
            using (client)
            {
                try
                {
                    client.GetStream().WriteByte(name);
                    await client.GetStream().CopyToAsync(client.GetStream());
                }
                catch (IOException)
                {
                    // The other side left.
                }
            }
        }
    }
}
