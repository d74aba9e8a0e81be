using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Grpc.Tests.Infrastructure;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>How long the server waits for a client's first bytes, and for it to take the last.</summary>
public sealed class PatienceTests
{
    [Theory]
    [InlineData("")]
    [InlineData("PRI * HTTP/2.0\r\n\r\n")]
    public async Task A_connection_whose_preface_does_not_come_is_closed(string start)
    {
        var clock = new StoppedClock();
        await using var server = await TestServer.StartAsync(m => m.AddEcho(), o => o.Clock = clock);
        using var client = new TcpClient();
        await client.ConnectAsync(server.EndPoint, Patience.Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(start), Patience.Token);

        await clock.RingAsync(Http2Limits.PrefaceTimeout);
        await clock.RingAsync(Http2Limits.LingerTimeout);

        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], Patience.Token));
    }

    [Fact]
    public async Task A_connection_whose_client_does_not_take_the_last_bytes_is_aborted()
    {
        var clock = new StoppedClock();
        var options = new GrpcServerOptions { Clock = clock };
        using var buffers = new MessageBufferPool(0);
        using var application = new GrpcApplication(new ServerMethods(), options, buffers, new ByteBudget(1), NullLogger.Instance);
        await using var connection = new DefaultConnectionContext();
        var (toServer, toClient) = (new Pipe(), new Pipe());
        connection.Transport = new Duplex(toServer.Reader, toClient.Writer);
        var serving = application.ServeAsync(connection);

        await toServer.Writer.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nno frame of HTTP/2"u8.ToArray(), Patience.Token);
        await clock.RingAsync(Http2Limits.LingerTimeout);
        await serving;
        Assert.False(connection.ConnectionClosed.IsCancellationRequested);
        await clock.RingAsync(Http2Limits.PrefaceTimeout);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, connection.ConnectionClosed).WaitAsync(Patience.Token));
        Assert.True(connection.ConnectionClosed.IsCancellationRequested);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
