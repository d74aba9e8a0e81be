using System.Diagnostics;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Scheduling;

/// <summary>A run that nobody waits for any more ends, wherever it was begun.</summary>
public sealed class StoppedRunTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_ends_when_its_clients_deadline_passes(bool inline)
    {
        await using var server = await SlowServer.StartAsync(inline);
        var start = Stopwatch.GetTimestamp();

        await Refused.AssertAsync(
            server.Client.InferAsync(Requests.Slow(SlowServer.Endless), new CallOptions { Timeout = Short }), StatusCode.DeadlineExceeded);

        // Timers run by a coarser clock than the stopwatch.
        Assert.InRange(Stopwatch.GetElapsedTime(start), Short * 0.9, TimeSpan.FromSeconds(5));
        await server.Metrics.UntilAsync(Watched.InFlight, 0);
        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_ends_when_the_servers_own_time_limit_passes(bool inline)
    {
        await using var server = await SlowServer.StartAsync(inline, o => o with { RequestTimeout = Short });

        // The client sets no deadline: what it gets, it gets because the run has ended.
        await Refused.AssertAsync(
            server.Client.InferAsync(Requests.Slow(SlowServer.Endless), Until(TestContext.Current.CancellationToken)), StatusCode.DeadlineExceeded, "deadline");

        await server.AssertServesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_ends_when_its_client_leaves(bool inline)
    {
        await using var server = await SlowServer.StartAsync(inline);
        using var leaving = new CancellationTokenSource();
        var call = server.Client.InferAsync(Requests.Slow(SlowServer.Endless), Until(leaving.Token));
        await server.Metrics.UntilAsync(Watched.InFlight, 1);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await server.Metrics.UntilAsync(Watched.InFlight, 0);
        await server.AssertServesAsync();
    }

    [Fact]
    public async Task A_run_that_had_to_be_stopped_counts_as_costly()
    {
        await using var server = await SlowServer.StartAsync(inline: true);
        await Refused.AssertAsync(
            server.Client.InferAsync(Requests.Slow(SlowServer.Endless), new CallOptions { Timeout = Short }), StatusCode.DeadlineExceeded);
        await server.Metrics.UntilAsync(Watched.InFlight, 0);

        // The next one keeps to the compute threads, and off those that read requests.
        Assert.InRange(server.Slow.Cost.Average, TimeSpan.FromMilliseconds(1), Short);
    }

    /// <summary>Options without a deadline.</summary>
    private static CallOptions Until(CancellationToken token) => new() { CancellationToken = token };
}
