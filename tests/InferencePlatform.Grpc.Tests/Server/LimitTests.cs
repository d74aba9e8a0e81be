using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

public sealed class LimitTests
{
    [Fact]
    public async Task Calls_over_the_limit_are_refused_and_taken_again_when_others_end()
    {
        var gate = new Gate();
        await using var server = await TestServer.StartAsync(m => m.AddWait(gate).AddEcho(), o => o.MaxCallsInFlight = 2);
        var waiting = new[] { WaitAsync(server), WaitAsync(server) };
        await gate.OneAsync();
        await gate.OneAsync();
        var refused = await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"));
        Assert.Equal(StatusCode.ResourceExhausted, refused.Status);
        Assert.Contains("2 calls", refused.Detail, StringComparison.Ordinal);

        gate.LetGo();
        await Task.WhenAll(waiting);
        await server.UntilIdleAsync();
        Assert.Equal("x", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Text);
    }

    [Fact]
    public async Task As_many_callers_as_calls_are_allowed_are_never_refused()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho(), o => o.MaxCallsInFlight = 4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Assert.Equal("x", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Text);
            }
        }));
    }

    [Fact]
    public async Task Bytes_over_the_limit_are_refused_and_taken_again_when_others_are_given_back()
    {
        await using var server = await TestServer.StartAsync(m => m.AddEcho(), o =>
        {
            o.MaxReceiveMessageSize = 1000;
            o.MaxBytesInFlight = 1500;
        });
        await using var half = server.Client.Open(Methods.Echo);
        await half.WriteAsync(Frames.Of(new byte[1000])[..^1]);
        while (server.Grpc.BytesInFlight < 999)
        {
            await Task.Delay(1, Patience.Token);
        }

        Assert.Equal("small", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("small"))).Text);
        var large = Frames.OfText(new string('x', 600));
        var refused = await server.Client.CallAsync(Methods.Echo, large);
        Assert.Equal(StatusCode.ResourceExhausted, refused.Status);
        Assert.Contains("999 of the 1500 bytes", refused.Detail, StringComparison.Ordinal);

        await half.CancelAsync();
        await server.UntilIdleAsync();
        Assert.Equal(0, server.Grpc.BytesInFlight);
        Assert.Equal(StatusCode.OK, (await server.Client.CallAsync(Methods.Echo, large)).Status);
    }

    [Fact]
    public async Task A_message_of_100_MB_goes_both_ways_when_the_limits_allow_it()
    {
        await using var server = await TestServer.StartAsync(m => m.AddRaw(Methods.Echo, CopyAsync), o =>
        {
            o.MaxReceiveMessageSize = 101 << 20;
            o.MaxBytesInFlight = 101 << 20;
        });
        var message = new byte[100 << 20];
        new Random(9).NextBytes(message);
        var answer = await server.Client.CallAsync(Methods.Echo, Frames.Of(message));
        Assert.Equal(StatusCode.OK, answer.Status);
        Assert.True(message.AsSpan().SequenceEqual(answer.Body.AsSpan(5)));
    }

    private static async ValueTask CopyAsync(InferencePlatform.Grpc.Server.ServerCall call)
    {
        using var message = await call.ReadSingleAsync();
        call.BeginMessage(message.Length);
        for (var at = 0; at < message.Length;)
        {
            var count = Math.Min(1 << 20, message.Length - at);
            System.Buffers.BuffersExtensions.Write(call.Output, message.Span.Slice(at, count));
            at += count;
            await call.FlushAsync();
        }
    }

    private static async Task WaitAsync(TestServer server) =>
        Assert.Equal("x", (await server.Client.CallAsync(Methods.Wait, Frames.OfText("x"))).Text);
}
