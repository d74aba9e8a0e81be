using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Testing;
using Microsoft.AspNetCore.Http;

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
