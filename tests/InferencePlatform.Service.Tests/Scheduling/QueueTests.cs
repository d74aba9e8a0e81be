using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Scheduling;

/// <summary>The queue before the compute threads: bounded, and for the living only.</summary>
public sealed class QueueTests
{
    [Fact]
    public async Task A_queued_call_whose_client_leaves_never_runs()
    {
        await using var server = await SlowServer.StartAsync(inline: false);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var running = Call(server, SlowServer.Endless, first.Token);
        await server.Metrics.UntilAsync(Watched.InFlight, 1);
        await server.Metrics.UntilAsync(Watched.Queued, 0);
        var queued = Call(server, 1, second.Token);
        await server.Metrics.UntilAsync(Watched.Queued, 1);

        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        await server.Metrics.UntilAsync(Watched.Queued, 0);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await server.AssertServesAsync();

        Assert.Equal(1, await server.Metrics.ReadAsync(Watched.Computed));
    }

    [Fact]
    public async Task A_call_that_finds_the_queue_full_is_refused_at_once()
    {
        await using var server = await SlowServer.StartAsync(inline: false, o => o with { MaxQueueLength = 2 });
        using var leaving = new CancellationTokenSource();
        var calls = new List<Task> { Call(server, SlowServer.Endless, leaving.Token) };
        await server.Metrics.UntilAsync(Watched.InFlight, 1);
        await server.Metrics.UntilAsync(Watched.Queued, 0);
        calls.AddRange([Call(server, 1, leaving.Token), Call(server, 1, leaving.Token)]);
        await server.Metrics.UntilAsync(Watched.Queued, 2);

        await Refused.AssertAsync(Call(server, 1, TestContext.Current.CancellationToken), StatusCode.ResourceExhausted, "2 calls", "try again");

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(calls));
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_queued_call_ends_at_its_deadline_though_it_never_ran()
    {
        await using var server = await SlowServer.StartAsync(inline: false);
        using var leaving = new CancellationTokenSource();
        var running = Call(server, SlowServer.Endless, leaving.Token);
        await server.Metrics.UntilAsync(Watched.InFlight, 1);

        await Refused.AssertAsync(
            server.Client.InferAsync(Requests.Slow(1), new CallOptions { Timeout = TimeSpan.FromMilliseconds(200) }), StatusCode.DeadlineExceeded);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await server.Metrics.UntilAsync(Watched.InFlight, 0);
        Assert.Equal(0, await server.Metrics.ReadAsync(Watched.Computed));
    }

    [Fact]
    public async Task Calls_that_wait_are_served_in_turn()
    {
        await using var server = await SlowServer.StartAsync(inline: false);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.Client.InferAsync(Requests.Slow(20))));

        Assert.All(answers, a => Assert.Equal([3], a.Outputs[0].Contents.Fp32Contents));
        Assert.Equal(20, await server.Metrics.ReadAsync(Watched.Computed));
    }

    private static Task<ModelInferResponse> Call(SlowServer server, long iterations, CancellationToken token) =>
        server.Client.InferAsync(Requests.Slow(iterations), new CallOptions { CancellationToken = token });
}
