using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace InferencePlatform.Grpc.InteropTests.Bad;

/// <summary>Our client and streams and connections that break, or never come about.</summary>
public sealed class BadConnectionTests
{
    [Theory]
    [InlineData(1, StatusCode.Internal)]
    [InlineData(2, StatusCode.Internal)]
    [InlineData(7, StatusCode.Unavailable)]
    [InlineData(8, StatusCode.Cancelled)]
    [InlineData(11, StatusCode.ResourceExhausted)]
    [InlineData(12, StatusCode.PermissionDenied)]
    public async Task A_reset_stream_is_mapped(int code, StatusCode expected)
    {
        foreach (var afterHeaders in (bool[])[false, true])
        {
            await using var server = await RawServer.StartAsync(async context =>
            {
                if (afterHeaders)
                {
                    Answer.Begin(context);
                    await context.Response.Body.FlushAsync();
                }

                context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(code);
            });

            Assert.Equal(expected, (await server.FailAsync()).StatusCode);
        }
    }

    [Fact]
    public async Task A_connection_that_breaks_is_unavailable()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            Answer.Begin(context);
            await Answer.WriteMessageAsync(context);
            context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
        });

        Assert.Equal(StatusCode.Unavailable, (await server.FailAsync()).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_call_outlives_goaway_and_the_next_takes_another_connection()
    {
        var connections = new ConcurrentDictionary<string, bool>();
        await using var server = await RawServer.StartAsync(async context =>
        {
            connections[context.Connection.Id] = true;
            Answer.Begin(context);
            await Answer.WriteMessageAsync(context);
            context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
            await context.Request.Body.CopyToAsync(Stream.Null);
            await Answer.WriteMessageAsync(context);
            Answer.EndWith(context, "0");
        });
        using var call = server.Duplex();
        await using var responses = call.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await responses.MoveNextAsync());

        // The client may not have heard of it yet when it makes the next call, but soon does.
        while (connections.Count < 2)
        {
            using var next = server.Duplex();
            next.Requests.Complete();
            Assert.Equal(2, await next.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        }

        call.Requests.Complete();
        Assert.True(await responses.MoveNextAsync());
        Assert.False(await responses.MoveNextAsync());
        Assert.Equal(Status.Ok, call.Status);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable()
    {
        await using var server = await RawServer.StartAsync(_ => Task.CompletedTask);
        await server.DisposeAsync();
        using var channel = new Client.GrpcChannel(server.Address);

        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(
            "test.Service/Unary", ProtobufCodec.For<Testing.Empty>(), ProtobufCodec.For<Testing.Empty>(), new Testing.Empty()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Contains(server.Address.Authority, error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("refused", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_http_1_only_is_unavailable()
    {
        await using var server = await RawServer.StartAsync(_ => Task.CompletedTask, listen: endpoint => endpoint.Protocols = HttpProtocols.Http1);

        Assert.Equal(StatusCode.Unavailable, (await server.FailAsync()).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_closed_at_once_is_unavailable(bool politely)
    {
        // SETTINGS, then GOAWAY with ENHANCE_YOUR_CALM and no stream taken up.
        byte[] goodbye = [0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11];
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closing = CloseAllAsync(listener, politely ? goodbye : []);
        using var channel = new Client.GrpcChannel(new Uri($"http://{listener.LocalEndpoint}"));

        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(
            "test.Service/Unary", ProtobufCodec.For<Testing.Empty>(), ProtobufCodec.For<Testing.Empty>(), new Testing.Empty()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => closing);
    }

    private static async Task CloseAllAsync(TcpListener listener, byte[] last)
    {
        while (true)
        {
            using var socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
            await socket.SendAsync(last);
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(new byte[1024]) > 0)
            {
                // Until the other side has closed too, so that nothing of what was sent is lost by a reset.
            }
        }
    }
}
