using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Local.Controllers.Garbage;
using InferencePlatform.Local.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.TestCluster.Embedded;

/// <summary>The single-machine platform's controllers beside its API server, without its node: no pod runs.</summary>
internal sealed class EmbeddedControllers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly KubernetesClient _client;
    private readonly EventRecorder _events;
    private readonly Task _run;

    /// <param name="cluster">The API server.</param>
    /// <param name="all">Those of workloads too, not the garbage collector alone.</param>
    public EmbeddedControllers(ClusterConfiguration cluster, bool all)
    {
        All = all;
        _client = new KubernetesClient(cluster, new() { RequestsPerSecond = 0 });
        _events = new EventRecorder(_client, new() { ReportingController = "inference-platform" }, NullLogger<EventRecorder>.Instance);
        var controllers = new PlatformControllers(_client, _events, TimeProvider.System, NullLoggerFactory.Instance);
        var collected = CollectedResources.Of(CustomResources.All.Select(resource => resource.Yaml));
        _run = (all ? controllers.CreateWorkloads(collected) : controllers.CreateCollector(collected)).RunAsync(_stop.Token);
    }

    public bool All { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _events.DisposeAsync();
        await _client.DisposeAsync();
        _stop.Dispose();
    }
}
