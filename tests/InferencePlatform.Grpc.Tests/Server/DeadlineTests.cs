using Google.Protobuf.WellKnownTypes;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

public sealed class DeadlineTests
{
    [Theory]
    [InlineData("0n")]
    [InlineData("1n")]
    [InlineData("999u")]
    [InlineData("3m")]
    [InlineData("50m")]
    public async Task A_handler_that_waits_past_the_deadline_is_cancelled_and_its_call_is_DEADLINE_EXCEEDED(string timeout)
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate));
        for (var i = 0; i < 10; i++)
        {
            var answer = await server.Client.CallAsync(Methods.Wait, Frames.OfText("x"), ("grpc-timeout", timeout));
            Assert.Equal(StatusCode.DeadlineExceeded, answer.Status);
        }
    }

    [Fact]
    public async Task Waiting_for_a_request_ends_at_the_deadline()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var call = server.Client.Open(Methods.Echo, ("grpc-timeout", "30m"));
        Assert.Equal(StatusCode.DeadlineExceeded, (await call.EndAsync()).Status);
    }

    [Fact]
    public async Task Waiting_for_the_rest_of_a_message_ends_at_the_deadline_and_gives_its_memory_back()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho());
        await using var call = server.Client.Open(Methods.Echo, ("grpc-timeout", "30m"));
        await call.WriteAsync(Frames.OfText("hello")[..8]);
        Assert.Equal(StatusCode.DeadlineExceeded, (await call.EndAsync()).Status);
        await server.UntilIdleAsync();
        Assert.Equal(0, server.Grpc.BytesInFlight);
    }

    [Fact]
    public async Task A_handler_sees_the_time_it_has_left()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, (_, call) =>
            ValueTask.FromResult($"{call.HasDeadline} {call.TimeLeft > TimeSpan.FromSeconds(30)} {call.TimeLeft <= TimeSpan.FromMinutes(1)}")));
        Assert.Equal("True True True", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"), ("grpc-timeout", "60S"))).Text);
        Assert.Equal("False False True", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Text);
    }

    [Fact]
    public async Task Whenever_the_token_is_signalled_by_the_deadline_the_deadline_has_passed()
    {
        await using var server = await TestServer.StartAsync(m => m.AddRaw(Methods.Echo, async call =>
        {
            var signalled = new TaskCompletionSource();
            await using var registration = call.CancellationToken.Register(signalled.SetResult);
            await signalled.Task;
            await call.WriteAsync(ProtobufCodec.For<StringValue>(), new StringValue { Value = $"{call.DeadlinePassed}" });
        }));
        for (var i = 1; i < 30; i++)
        {
            Assert.Equal("True", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"), ("grpc-timeout", $"{i * 777}u"))).Text);
        }
    }

    [Fact]
    public async Task A_deadline_of_one_call_does_not_reach_into_the_next_on_the_same_stream_slot()
    {
        await using var server = await TestServer.StartAsync(m => m
            .AddEcho()
            .AddText("test.Service/Token", async (text, call) =>
            {
                await Task.Delay(5, call.CancellationToken);
                return text;
            }));
        for (var i = 0; i < 20; i++)
        {
            // On a busy machine the first call may not make it; the second has no deadline to miss.
            var first = await server.Client.CallAsync("test.Service/Token", Frames.OfText("a"), ("grpc-timeout", "30m"));
            Assert.True(first.Status is StatusCode.OK or StatusCode.DeadlineExceeded);
            Assert.Equal("b", (await server.Client.CallAsync("test.Service/Token", Frames.OfText("b"))).Text);
        }
    }

    [Fact]
    public async Task Two_tasks_of_a_handler_get_the_same_token()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, async (_, call) =>
        {
            using var start = new Barrier(4);
            var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Patience.Token);
                    return call.CancellationToken;
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            return $"{tokens.Distinct().Count()}";
        }));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal("1", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"), ("grpc-timeout", "60S"))).Text);
        }
    }
}
