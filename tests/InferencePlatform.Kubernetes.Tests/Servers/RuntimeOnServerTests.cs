using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Leadership;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Tests.Rig;
using InferencePlatform.TestCluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Kubernetes.Tests.Servers;

/// <summary>Informers, leases and events against whole API servers: Kubernetes' own where this machine has it.</summary>
public sealed class RuntimeOnServerTests(ApiServers servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, EachApiServer]
    public async Task An_informer_has_many_objects_from_several_pages_and_follows_them(ApiServerKind kind)
    {
        const int Objects = 250;
        var (client, ns) = await ConnectAsync(kind);
        await using var _ = client;
        await Parallel.ForAsync(0, Objects, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancelled }, async (i, token) =>
            await client.CreateAsync(new ConfigMap { Metadata = new() { Name = $"m{i}", Namespace = ns.Name, Labels = new Dictionary<string, string> { ["odd"] = $"{i % 2}" } } }, token));
        var informer = new Informer<ConfigMap>(client, new() { Namespace = ns.Name, LabelSelector = "odd=1", PageSize = 50 }, NullLogger<Informer<ConfigMap>>.Instance);
        using var stop = new CancellationTokenSource();
        var running = informer.RunAsync(stop.Token);

        await informer.WaitForSyncAsync(Cancelled);
        Assert.Equal(Objects / 2, informer.Lister.List().Count);
        Assert.All(informer.Lister.List(), o => Assert.Null(o.Metadata.ManagedFields));
        await client.DeleteAsync<ConfigMap>(new(ns.Name, "m1"), DeleteOptions.Plain, Cancelled);
        await Eventually.TrueAsync(() => informer.Lister.Get(new(ns.Name, "m1")) is null, "the delete");

        // An object that the selector does not name any more is gone for this informer.
        var patch = Patch.Merge(new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["labels"] = new System.Text.Json.Nodes.JsonObject { ["odd"] = "0" } } });
        await client.PatchAsync<ConfigMap>(ResourceType.Of<ConfigMap>(), new(ns.Name, "m3"), patch, WriteOptions.Plain, Cancelled);
        await Eventually.TrueAsync(() => informer.Lister.Get(new(ns.Name, "m3")) is null, "the change of the label");
        await stop.CancelAsync();
        await running;
    }

    [Theory, EachApiServer]
    [Trait("Tier", "full")]
    public async Task Five_thousand_objects_are_listed_and_one_of_them_deleted(ApiServerKind kind)
    {
        const int Objects = 5000;
        var (client, ns) = await ConnectAsync(kind);
        await using var _ = client;
        await Parallel.ForAsync(0, Objects, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancelled }, async (i, token) =>
            await client.CreateAsync(new ConfigMap { Metadata = new() { Name = $"m{i}", Namespace = ns.Name, Labels = new Dictionary<string, string> { ["mine"] = "" } } }, token));
        var informer = new Informer<ConfigMap>(client, new() { Namespace = ns.Name, LabelSelector = "mine" }, NullLogger<Informer<ConfigMap>>.Instance);
        using var stop = new CancellationTokenSource();
        var running = informer.RunAsync(stop.Token);

        await informer.WaitForSyncAsync(Cancelled);
        Assert.Equal(Objects, informer.Lister.List(ns.Name).Count);
        await client.DeleteAsync<ConfigMap>(new(ns.Name, "m4999"), DeleteOptions.Plain, Cancelled);
        await Eventually.TrueAsync(() => informer.Lister.List().Count == Objects - 1, "the delete");
        await stop.CancelAsync();
        await running;
    }

    [Theory, EachApiServer]
    public async Task Of_three_one_leads_and_hands_over_when_it_stops(ApiServerKind kind)
    {
        var (client, ns) = await ConnectAsync(kind);
        await using var _ = client;
        var leading = 0;
        var most = 0;
        var terms = new SemaphoreSlim(0);
        var stops = new List<CancellationTokenSource>();
        var leaders = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var running = Enumerable.Range(0, 3).Select(RunAsync).ToList();

        for (var term = 0; term < 3; term++)
        {
            Assert.True(await terms.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
            await stops[leaders.Last()].CancelAsync();
        }

        await Task.WhenAll(running);
        stops.ForEach(s => s.Dispose());
        Assert.Equal(1, most);
        Assert.Equal([0, 1, 2], leaders.Order());

        Task RunAsync(int candidate)
        {
            var stop = new CancellationTokenSource();
            stops.Add(stop);
            var options = new LeaderElectionOptions
            {
                LeaseName = "test",
                Namespace = ns.Name,
                Identity = $"candidate-{candidate}",
                LeaseDuration = TimeSpan.FromSeconds(30),
                RenewDeadline = TimeSpan.FromSeconds(20),
                RetryPeriod = TimeSpan.FromMilliseconds(200),
            };
            return new LeaderElector(client, options, NullLogger<LeaderElector>.Instance).RunAsync(
                async cancellationToken =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref leading));
                    leaders.Enqueue(candidate);
                    terms.Release();
                    await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    Interlocked.Decrement(ref leading);
                },
                stop.Token);
        }
    }

    [Theory, EachApiServer]
    public async Task Events_are_shown_by_kubectl_describe_and_kubectl_events(ApiServerKind kind)
    {
        var (client, ns) = await ConnectAsync(kind);
        await using var _ = client;
        var map = await client.CreateAsync(new ConfigMap { Metadata = new() { Name = "a", Namespace = ns.Name } }, Cancelled);
        await using (var recorder = new EventRecorder(client, new() { ReportingController = "testing.inferenceplatform.io/test" }, NullLogger<EventRecorder>.Instance))
        {
            recorder.Warning("LoadFailed", "Load", "The model cannot be loaded.", map);
            recorder.Warning("LoadFailed", "Load", "The model cannot be loaded.", map);
            recorder.Normal("Loaded", "Load", "The model is loaded.", map);
        }

        var described = await ns.Kubectl.RunAsync("describe", "configmap", "a");
        var listed = await ns.Kubectl.RunAsync("events", "--for", "configmap/a");

        foreach (var shown in new[] { described, listed })
        {
            Assert.Matches(@"Warning\s+LoadFailed\s.*The model cannot be loaded\.", shown);
            Assert.Matches(@"Normal\s+Loaded\s.*The model is loaded\.", shown);
            Assert.Contains("(x2 over", shown, StringComparison.Ordinal);
        }
    }

    private async Task<(KubernetesClient Client, TestNamespace Namespace)> ConnectAsync(ApiServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        return (new KubernetesClient(KubeConfig.Load(server.KubeconfigPath), new() { RequestsPerSecond = 0 }), await server.CreateNamespaceAsync());
    }
}
