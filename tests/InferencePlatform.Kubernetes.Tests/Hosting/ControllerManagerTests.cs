using System.Net;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Hosting;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Telemetry;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Kubernetes.Tests.Hosting;

public sealed class ControllerManagerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_is_ready_when_its_copies_are_complete_and_shows_what_it_does()
    {
        var listed = new TaskCompletionSource();
        var reconciled = new SemaphoreSlim(0);
        await using var server = await ConfigMapServer.StartAsync(
            [
                async c =>
                {
                    await listed.Task;
                    await c.JsonAsync(Answers.List("5", null, Answers.ConfigMap("a", "1")));
                },
            ],
            [c => c.SilenceAsync()]);
        var metrics = new ControllerMetrics();
        await using var client = server.Http.Client(o => o with { Metrics = metrics });
        using var controller = new Controller("maps", new Reconciler(() => reconciled.Release()), new(), NullLogger<Controller>.Instance);
        controller.Watches(new Informer<ConfigMap>(client, new(), NullLogger<Informer<ConfigMap>>.Instance), o => [ObjectKey.Of(o)]);
        var manager = Manager(client, metrics).Add(controller);
        using var stop = new CancellationTokenSource();
        var running = manager.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => manager.Addresses.Count == 1, "the pages");
        using var http = new HttpClient { BaseAddress = manager.Addresses[0] };

        Assert.Equal((HttpStatusCode.OK, "alive\n"), await GetAsync("/healthz"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The first list of configmaps has not come.\n"), await GetAsync("/readyz"));
        listed.SetResult();
        Assert.True(await reconciled.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
        await Eventually.TrueAsync(() => controller.Metrics.Active == 0, "the end of the reconcile");
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await GetAsync("/readyz"));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/")).Code);
        var page = (await GetAsync("/metrics")).Body.Split('\n');
        await stop.CancelAsync();
        await running;

        Assert.Contains("""controller_runtime_reconcile_total{controller="maps",result="success"} 1""", page);
        Assert.Contains("""controller_runtime_reconcile_total{controller="maps",result="error"} 0""", page);
        Assert.Contains("""controller_runtime_reconcile_errors_total{controller="maps"} 0""", page);
        Assert.Contains("""controller_runtime_reconcile_time_seconds_bucket{controller="maps",le="60"} 1""", page);
        Assert.Contains("""controller_runtime_reconcile_time_seconds_bucket{controller="maps",le="+Inf"} 1""", page);
        Assert.Contains("""controller_runtime_reconcile_time_seconds_count{controller="maps"} 1""", page);
        Assert.Contains("""controller_runtime_active_workers{controller="maps"} 0""", page);
        Assert.Contains("""controller_runtime_max_concurrent_reconciles{controller="maps"} 1""", page);
        Assert.Contains("""workqueue_depth{controller="maps",name="maps"} 0""", page);
        Assert.Contains("""workqueue_adds_total{controller="maps",name="maps"} 1""", page);
        Assert.Contains("""workqueue_retries_total{controller="maps",name="maps"} 0""", page);
        Assert.Contains("""workqueue_queue_duration_seconds_count{controller="maps",name="maps"} 1""", page);
        Assert.Contains("""workqueue_work_duration_seconds_count{controller="maps",name="maps"} 1""", page);
        Assert.Contains("""workqueue_unfinished_work_seconds{controller="maps",name="maps"} 0""", page);
        Assert.Contains("""workqueue_longest_running_processor_seconds{controller="maps",name="maps"} 0""", page);
        Assert.Contains(page, l => l.StartsWith($$"""rest_client_requests_total{code="200",host="{{client.Server.Authority}}",method="GET"} """, StringComparison.Ordinal));
        Assert.Contains("# TYPE controller_runtime_reconcile_time_seconds histogram", page);
        Assert.Contains("# TYPE workqueue_depth gauge", page);

        async Task<(HttpStatusCode Code, string Body)> GetAsync(string path)
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancelled));
        }
    }

    [Fact]
    public async Task A_process_in_waiting_is_ready_but_does_not_work()
    {
        var leases = new FakeLeases();
        var now = new MicroTime(DateTimeOffset.UtcNow);
        leases.Write(new Lease { Spec = new() { HolderIdentity = "other", LeaseDurationSeconds = 3600, RenewTime = now } }, create: true);
        var metrics = new ControllerMetrics();
        var worked = false;
        var manager = Manager(leases.For(), metrics, election: true).Add(_ =>
        {
            worked = true;
            return Task.CompletedTask;
        });
        using var stop = new CancellationTokenSource();
        var running = manager.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => manager.Addresses.Count == 1, "the pages");
        using var http = new HttpClient { BaseAddress = manager.Addresses[0] };

        Assert.Equal("ready\n", await http.GetStringAsync(new Uri("/readyz", UriKind.Relative), Cancelled));
        Assert.Contains("leader_election_master_status{name=\"operator\"} 0\n", await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancelled), StringComparison.Ordinal);
        await stop.CancelAsync();
        await running;

        Assert.False(worked);
    }

    [Fact]
    public async Task Work_that_fails_ends_the_rest_and_the_manager()
    {
        var otherEnded = false;
        var manager = Manager(new FakeLeases().For(), new ControllerMetrics(), election: true)
            .Add(async cancellationToken =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                otherEnded = true;
            })
            .Add(_ => throw new InvalidOperationException("expected"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => manager.RunAsync(Cancelled));

        Assert.True(otherEnded);
    }

    private static ControllerManager Manager(IKubernetesClient client, ControllerMetrics metrics, bool election = false) => new(
        client,
        new ControllerManagerOptions
        {
            Endpoints = [new IPEndPoint(IPAddress.Loopback, 0)],
            LeaderElection = election ? new() { LeaseName = "operator", Namespace = "ns" } : null,
        },
        metrics,
        NullLoggerFactory.Instance);

    private sealed class Reconciler(Action reconcile) : IReconciler
    {
        public Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
        {
            reconcile();
            return Task.FromResult(ReconcileResult.Done);
        }
    }
}
