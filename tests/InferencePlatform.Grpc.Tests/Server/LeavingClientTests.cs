using Google.Protobuf.WellKnownTypes;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

/// <summary>Clients that leave in the middle: no error is logged, and nothing stays taken.</summary>
public sealed class LeavingClientTests
{
    [Fact]
    public async Task A_client_that_goes_signals_the_handlers_token()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate).AddEcho());
        await using var connection = await server.ConnectAsync();
        var stream = await connection.CallAsync(Methods.Wait);
        await connection.DataAsync(stream, Frames.OfText("x"), end: true);
        await gate.OneAsync();
        await connection.ResetAsync(stream);
        await server.UntilIdleAsync();

        var next = await connection.CallAsync(Methods.Echo);
        await connection.DataAsync(next, Frames.OfText("x"), end: true);
        Assert.Equal(StatusCode.OK, await connection.StatusOfAsync(next));
    }

    [Fact]
    public async Task A_connection_that_breaks_signals_the_tokens_of_all_its_calls()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate));
        await using (var connection = await server.ConnectAsync())
        {
            for (var i = 0; i < 10; i++)
            {
                await connection.DataAsync(await connection.CallAsync(Methods.Wait), Frames.OfText("x"), end: true);
                await gate.OneAsync();
            }
        }

        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task A_client_that_goes_in_the_middle_of_a_message_gives_its_memory_back()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var connection = await server.ConnectAsync();
        var stream = await connection.CallAsync(Methods.Echo);
        await connection.DataAsync(stream, Frames.Of(new byte[1000])[..500]);
        while (server.Grpc.BytesInFlight == 0)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await connection.ResetAsync(stream);
        await server.UntilIdleAsync();
        Assert.Equal(0, server.Grpc.BytesInFlight);
    }

    [Fact]
    public async Task A_client_that_goes_while_the_response_waits_for_it_ends_the_handler()
    {
        await using var server = await TestServer.StartAsync(m => m.AddServerStreaming(
            "test.Service/Endless", ProtobufCodec.For<StringValue>(), ProtobufCodec.For<BytesValue>(), (_, _) => Endless()));
        await using var connection = await server.ConnectAsync(initialWindow: 1000);
        var stream = await connection.CallAsync("test.Service/Endless");
        await connection.DataAsync(stream, Frames.OfText("x"), end: true);
        await connection.ReadUntilAsync(Http2FrameType.Data);
        Assert.Equal(1, server.Grpc.CallsInFlight);
        await connection.ResetAsync(stream);
        await server.UntilIdleAsync();
    }

    [Fact]
    public async Task Clients_that_come_and_go_at_any_moment_leave_nothing_behind()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, async (text, call) =>
        {
            await Task.Delay(Random.Shared.Next(3), call.CancellationToken);
            return text;
        }));
        var random = new Random(8);
        await Parallel.ForAsync(0, 300, TestContext.Current.CancellationToken, async (i, _) =>
        {
            await using var call = server.Client.Open(Methods.Echo, ("grpc-timeout", $"{1 + (i % 20)}m"));
            try
            {
                await call.WriteAsync(Frames.OfText("hello")[..(i % 13)]);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or HttpRequestException or TaskCanceledException)
            {
                // The server was done with the call first.
                return;
            }

            if (i % 2 == 0)
            {
                call.CompleteRequest();
            }

            await Task.Delay(i % 4, TestContext.Current.CancellationToken);
        });
    }

    private static async IAsyncEnumerable<BytesValue> Endless()
    {
        var message = new BytesValue { Value = Google.Protobuf.ByteString.CopyFrom(new byte[10_000]) };
        while (true)
        {
            await Task.Yield();
            yield return message;
        }
    }
}
