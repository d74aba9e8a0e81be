using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Leadership;
using InferencePlatform.Kubernetes.Telemetry;
using InferencePlatform.Operator.Hosting;
using InferencePlatform.Operator.Observation;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>An operator in this process, for one namespace.</summary>
internal sealed class RunningOperator : IAsyncDisposable, IRequestMetrics
{
    private readonly CancellationTokenSource _stop = new();
    private readonly KubernetesClient _client;
    private readonly Task _run;
    private int _writes;
    private int _calls;
    private int _stopped;

    /// <param name="ns">The namespace that it watches.</param>
    /// <param name="leaderElection">The lease by which it leads; null where it is alone.</param>
    /// <param name="cluster">Its way to the API server; null for the straight one.</param>
    /// <param name="time">Its clock; null for the machine's.</param>
    public RunningOperator(TestNamespace ns, LeaderElectionOptions? leaderElection = null, ClusterConfiguration? cluster = null, TimeProvider? time = null)
    {
        _client = new KubernetesClient(cluster ?? KubeConfig.Load(ns.Server.KubeconfigPath), new KubernetesClientOptions { Metrics = this });
        var options = new OperatorOptions
        {
            Policy = new OperatorPolicy { ServerImage = "server:1", AllowedImages = ["server:*"] },
            WatchNamespaces = [ns.Name],
            LeaderElection = leaderElection is null ? null : leaderElection with { TimeProvider = time ?? TimeProvider.System },
            TimeProvider = time ?? TimeProvider.System,
        };
        _run = OperatorHost.RunAsync(options, _client, NullLoggerFactory.Instance, _stop.Token);
    }

    /// <summary>Calls so far, of every kind.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Calls so far that change something.</summary>
    public int Writes => Volatile.Read(ref _writes);

    void IRequestMetrics.RequestEnded(int? code, string method, string host)
    {
        Interlocked.Increment(ref _calls);
        if (method != "GET")
        {
            Interlocked.Increment(ref _writes);
        }
    }

    /// <summary>Stops it in good order; done twice it is stopped still.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        await _run.ContinueWith(_ => { }, TaskScheduler.Default);
        await _client.DisposeAsync();
        _stop.Dispose();
    }
}
