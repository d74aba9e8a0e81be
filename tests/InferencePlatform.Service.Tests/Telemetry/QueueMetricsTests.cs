using InferencePlatform.Service.Models;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Tests.Telemetry.Rig;
using InferencePlatform.Service.Tests.Models;

namespace InferencePlatform.Service.Tests.Telemetry;

/// <summary>What the page says of requests that wait for a compute thread.</summary>
public sealed class QueueMetricsTests
{
    private const string Slow = "{model=\"slow\",version=\"1\"}";

    [Fact]
    public async Task Requests_that_wait_are_on_the_page_until_they_are_served_or_given_up()
    {
        await using var server = await MeteredServer.StartAsync("slow");
        var version = server.Catalog.Find("slow")!.Latest!;
        using var stop = new CancellationTokenSource();
        version.Cost.Add(System.Diagnostics.Stopwatch.Frequency);

        var running = RunAsync(server.Scheduler, version, 1_000_000, stop.Token);
        while (server.Scheduler.QueueLength > 0)
        {
            await Task.Yield();
        }

        var waiting = RunAsync(server.Scheduler, version, 1, stop.Token);
        var page = await server.ScrapeAsync();
        Assert.Equal(1, page["inference_queue_length" + Slow]);
        Assert.Equal(1, page["nv_inference_pending_request_count" + Slow]);
        Assert.Equal(1, page["inference_queue_duration_seconds_count" + Slow]);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        page = await server.ScrapeAsync();
        Assert.Equal(0, page["inference_queue_length" + Slow]);
        Assert.Equal(1, page["inference_queue_duration_seconds_count" + Slow]);
    }

    [Fact]
    public async Task The_time_a_request_waited_is_in_the_queues_histogram()
    {
        await using var server = await MeteredServer.StartAsync("slow");
        var version = server.Catalog.Find("slow")!.Latest!;
        version.Cost.Add(System.Diagnostics.Stopwatch.Frequency);

        // About 30 ms each, one after the other: the second waits for the first.
        await Task.WhenAll(RunAsync(server.Scheduler, version, 200, TestContext.Current.CancellationToken), RunAsync(server.Scheduler, version, 200, TestContext.Current.CancellationToken));

        var page = await server.ScrapeAsync();
        Assert.Equal(2, page["inference_queue_duration_seconds_count" + Slow]);
        Assert.InRange(page["inference_queue_duration_seconds_sum" + Slow], 0.001, 60);
        Assert.Equal(2, page["inference_compute_duration_seconds_count" + Slow]);
    }

    private static async Task RunAsync(InferenceScheduler scheduler, ModelVersion version, long iterations, CancellationToken token)
    {
        using var run = new SlowRun(1, iterations);
        await scheduler.RunAsync(version, run.Inputs, version.AllOutputs, run.Result, new Lifetime(token));
    }

    private sealed class Lifetime(CancellationToken token) : ICallLifetime
    {
        public bool DeadlinePassed => false;

        public bool IsOver => token.IsCancellationRequested;

        public CancellationToken Token => token;
    }
}
