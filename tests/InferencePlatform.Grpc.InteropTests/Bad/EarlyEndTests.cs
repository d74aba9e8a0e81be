using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Interop;
using InferencePlatform.Grpc.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Grpc.InteropTests.Bad;

/// <summary>Servers that end a call while the client still sends.</summary>
public sealed class EarlyEndTests
{
    [Fact]
    public async Task A_client_stream_learns_from_its_next_message_why_the_server_ended_it()
    {
        await using var server = await RawServer.StartAsync(context =>
        {
            Answer.Begin(context);
            context.Response.Headers["grpc-status"] = "8";
            context.Response.Headers["grpc-message"] = "enough";
            return Task.CompletedTask;
        });
        using var call = server.Channel.ClientStreaming("test.Service/Stream", ProtobufCodec.For<SimpleRequest>(), ProtobufCodec.For<SimpleRequest>());

        var error = await Assert.ThrowsAsync<RpcException>(() => WriteForeverAsync(call.Requests));

        Assert.Equal(new Status(StatusCode.ResourceExhausted, "enough"), error.Status);
        Assert.Equal(error.Status, (await Assert.ThrowsAsync<RpcException>(call.GetResponseAsync)).Status);
    }

    [Fact]
    public async Task A_response_that_comes_before_the_last_request_is_had_all_the_same()
    {
        await using var server = await RawServer.StartAsync(AnswerOnceAsync);
        using var call = server.Channel.ClientStreaming("test.Service/Stream", ProtobufCodec.For<SimpleRequest>(), ProtobufCodec.For<SimpleRequest>());

        var error = await Assert.ThrowsAsync<RpcException>(() => WriteForeverAsync(call.Requests));

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.NotNull(await call.GetResponseAsync());
        Assert.Equal(Status.Ok, call.Status);
    }

    [Fact]
    public async Task A_duplex_call_still_has_its_responses()
    {
        await using var server = await RawServer.StartAsync(AnswerOnceAsync);
        using var call = server.Duplex();

        await Assert.ThrowsAsync<RpcException>(() => WriteForeverAsync(call.Requests));

        Assert.Equal(1, await call.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Status.Ok, call.Status);
    }

    [Fact]
    public async Task A_large_request_that_is_refused_unread_fails_with_the_servers_status()
    {
        await using var server = await RawServer.StartAsync(context =>
        {
            Answer.Begin(context);
            context.Response.Headers["grpc-status"] = "8";
            context.Response.Headers["grpc-message"] = "too large";
            return Task.CompletedTask;
        });

        for (var i = 0; i < 20; i++)
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => SendLargeAsync(server));
            Assert.Equal(new Status(StatusCode.ResourceExhausted, "too large"), error.Status);
        }
    }

    [Theory]
    [InlineData(7, StatusCode.Unavailable)]
    [InlineData(8, StatusCode.Cancelled)]
    [InlineData(11, StatusCode.ResourceExhausted)]
    public async Task A_large_request_that_is_reset_unread_fails_with_the_resets_code(int code, StatusCode expected)
    {
        await using var server = await RawServer.StartAsync(context =>
        {
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(code);
            return Task.CompletedTask;
        });

        var error = await Assert.ThrowsAsync<RpcException>(() => SendLargeAsync(server));

        Assert.Equal(expected, error.StatusCode);
        Assert.Contains("HTTP/2", error.Status.Detail, StringComparison.Ordinal);
    }

    private static Task<Payload> SendLargeAsync(RawServer server) =>
        server.Channel.UnaryAsync("test.Service/Unary", ProtobufCodec.For<Payload>(), ProtobufCodec.For<Payload>(), Payloads.Zeros(4 << 20));

    private static async Task AnswerOnceAsync(HttpContext context)
    {
        Answer.Begin(context);
        await Answer.WriteMessageAsync(context);
        Answer.EndWith(context, "0");
    }

    private static async Task WriteForeverAsync(RequestWriter<SimpleRequest> requests)
    {
        while (true)
        {
            await requests.WriteAsync(new SimpleRequest { ResponseSize = 1 });
        }
    }
}
