using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Server;

/// <summary>The time that a handler gives each message of a stream.</summary>
public sealed class TimeLimitTests
{
    [Fact]
    public async Task A_limit_that_passed_just_before_it_was_lifted_still_ends_the_call_with_DEADLINE_EXCEEDED()
    {
        await using var server = await TestServer.StartAsync(m => m.AddRaw(Methods.Echo, async call =>
        {
            var signalled = new TaskCompletionSource();
            await using var registration = call.CancellationToken.Register(signalled.SetResult);
            call.LimitTime(TimeSpan.FromMilliseconds(1));
            await signalled.Task;
            call.LimitTime(Timeout.InfiniteTimeSpan);
            while (await call.ReadAsync() is { } message)
            {
                message.Dispose();
            }
        }));
        await using var call = server.Client.Open(Methods.Echo);

        Assert.Equal(StatusCode.DeadlineExceeded, (await call.EndAsync()).Status);
    }

    [Fact]
    public async Task A_limit_that_was_lifted_in_time_ends_nothing()
    {
        await using var server = await TestServer.StartAsync(m => m.AddText(Methods.Echo, async (_, call) =>
        {
            var token = call.CancellationToken;
            call.LimitTime(TimeSpan.FromMilliseconds(200));
            call.LimitTime(Timeout.InfiniteTimeSpan);
            await Task.Delay(300, CancellationToken.None);
            return $"{token.IsCancellationRequested} {call.DeadlinePassed}";
        }));

        Assert.Equal("False False", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Text);
    }
}
