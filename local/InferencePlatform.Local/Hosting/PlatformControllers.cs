using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Kubernetes.Hosting;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Telemetry;
using InferencePlatform.Local.Controllers;
using InferencePlatform.Local.Controllers.Budgets;
using InferencePlatform.Local.Controllers.Deployments;
using InferencePlatform.Local.Controllers.Endpoints;
using InferencePlatform.Local.Controllers.Garbage;
using InferencePlatform.Local.Controllers.ReplicaSets;
using InferencePlatform.Local.Network;
using InferencePlatform.Local.Nodes;
using InferencePlatform.Local.Nodes.Pods;
using InferencePlatform.Local.Nodes.Volumes;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Hosting;

/// <summary>The controllers that a cluster has beside the operator, put together; each set holds the one before.</summary>
internal sealed class PlatformControllers
{
    private readonly IKubernetesClient _client;
    private readonly EventRecorder _events;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ControllerOptions _options;
    private readonly Informer<Pod> _pods;
    private readonly Informer<Service> _services;
    private readonly Informer<EndpointSlice> _slices;

    public PlatformControllers(IKubernetesClient client, EventRecorder events, TimeProvider time, ILoggerFactory loggers)
    {
        _client = client;
        _events = events;
        _time = time;
        _loggers = loggers;
        _options = new()
        {
            Concurrency = 4,
            TimeProvider = time,

            // Everything is on this machine: a conflict is over in a moment, and a server that restarts is back in seconds.
            Queue = new() { MaxDelay = TimeSpan.FromSeconds(5), RetriesPerSecond = 100, TimeProvider = time },
        };
        _pods = Informer<Pod>();
        _services = Informer<Service>();
        _slices = Informer<EndpointSlice>();
    }

    /// <summary>The garbage collector.</summary>
    public ControllerManager CreateCollector(IEnumerable<ResourceType> collected)
    {
        var manager = new ControllerManager(_client, new(), new ControllerMetrics(), _loggers);
        foreach (var controller in new GarbageCollector(_client, collected, _options, _loggers).Controllers)
        {
            manager.Add(controller);
        }

        return manager;
    }

    /// <summary>What keeps pods, endpoints and budgets, too.</summary>
    public ControllerManager CreateWorkloads(IEnumerable<ResourceType> collected)
    {
        var sets = Informer<ReplicaSet>();
        var deployments = Informer<Deployment>();
        var budgets = Informer<PodDisruptionBudget>();
        return CreateCollector(collected)
            .Add(Controller("deployment", new DeploymentReconciler(_client, deployments.Lister, sets.Lister, _pods.Lister, _events, _time))
                .For(deployments).Owns(sets).Watches(_pods, p => DeploymentOf(p, sets.Lister)))
            .Add(Controller("replicaset", new ReplicaSetReconciler(_client, sets.Lister, _pods.Lister, _events, _time)).For(sets).Owns(_pods))
            .Add(Controller("endpointslice", new EndpointSliceReconciler(_client, _services.Lister, _slices.Lister, _pods.Lister))
                .For(_services).Owns(_slices).Watches(_pods, p => Selecting(_services.Lister, p, s => s.Spec.Selector.Matches(p.Metadata.Labels))))
            .Add(Controller("disruption", new BudgetReconciler(_client, budgets.Lister, _pods.Lister, deployments.Lister))
                .For(budgets).Watches(_pods, p => Selecting(budgets.Lister, p, b => b.Spec.Selector.Matches(p.Metadata.Labels))));
    }

    /// <summary>All: the node that runs pods and the proxy of Services, too.</summary>
    public ControllerManager Create(PodDirectory directory, NodeServices node, ServiceProxy proxy, IEnumerable<ResourceType> collected)
    {
        var claims = Informer<PersistentVolumeClaim>();
        return CreateWorkloads(collected)
            .Add(new Controller("node", new NodeReconciler(_pods.Lister, directory, node), _options with { Concurrency = 16 }, _loggers.CreateLogger<Controller>()).For(_pods))
            .Add(Controller("claim", new ClaimReconciler(_client, claims.Lister, node.StateFolder)).For(claims))
            .Add(Controller("service-proxy", new ProxyReconciler(proxy, _services.Lister, _slices.Lister))
                .Watches(_services, _ => [ProxyReconciler.Table]).Watches(_slices, _ => [ProxyReconciler.Table]));
    }

    private static IEnumerable<ObjectKey> Selecting<T>(ILister<T> lister, Pod pod, Func<T, bool> selects)
        where T : KubernetesObject => lister.List(pod.Metadata.Namespace).Where(selects).Select(ObjectKey.Of);

    private static IEnumerable<ObjectKey> DeploymentOf(Pod pod, ILister<ReplicaSet> sets) =>
        pod.ControllerOf() is { Kind: "ReplicaSet" } owner && sets.Get(new(pod.Metadata.Namespace, owner.Name))?.ControllerOf() is { Kind: "Deployment" } deployment
            ? [new(pod.Metadata.Namespace, deployment.Name)]
            : [];

    private Informer<T> Informer<T>()
        where T : KubernetesObject => new(_client, new() { TimeProvider = _time }, _loggers.CreateLogger<Informer<T>>());

    private Controller Controller(string name, IReconciler reconciler) => new(name, reconciler, _options, _loggers.CreateLogger<Controller>());
}
