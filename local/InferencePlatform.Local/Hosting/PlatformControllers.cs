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
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Hosting;

/// <summary>The controllers that a cluster has beside the operator, put together: what keeps pods, endpoints and owners, the node and the proxy.</summary>
internal sealed class PlatformControllers(IKubernetesClient client, EventRecorder events, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ControllerOptions _options = new()
    {
        Concurrency = 4,
        TimeProvider = time,

        // Everything is on this machine: a conflict is over in a moment, and a server that restarts is back in seconds.
        Queue = new() { MaxDelay = TimeSpan.FromSeconds(5), RetriesPerSecond = 100, TimeProvider = time },
    };

    public ControllerManager Create(PodDirectory directory, NodeServices node, ServiceProxy proxy, IEnumerable<ResourceType> collected)
    {
        var pods = Informer<Pod>();
        var sets = Informer<ReplicaSet>();
        var deployments = Informer<Deployment>();
        var services = Informer<Service>();
        var slices = Informer<EndpointSlice>();
        var budgets = Informer<PodDisruptionBudget>();
        var manager = new ControllerManager(client, new(), new ControllerMetrics(), loggers)
            .Add(Controller("deployment", new DeploymentReconciler(client, deployments.Lister, sets.Lister, pods.Lister, events, time))
                .For(deployments).Owns(sets).Watches(pods, p => DeploymentOf(p, sets.Lister)))
            .Add(Controller("replicaset", new ReplicaSetReconciler(client, sets.Lister, pods.Lister, events, time)).For(sets).Owns(pods))
            .Add(Controller("endpointslice", new EndpointSliceReconciler(client, services.Lister, slices.Lister, pods.Lister))
                .For(services).Owns(slices).Watches(pods, p => Selecting(services.Lister, p, s => s.Spec.Selector.Matches(p.Metadata.Labels))))
            .Add(Controller("disruption", new BudgetReconciler(client, budgets.Lister, pods.Lister, deployments.Lister))
                .For(budgets).Watches(pods, p => Selecting(budgets.Lister, p, b => b.Spec.Selector.Matches(p.Metadata.Labels))))
            .Add(new Controller("node", new NodeReconciler(pods.Lister, directory, node), _options with { Concurrency = 16 }, loggers.CreateLogger<Controller>()).For(pods))
            .Add(Controller("service-proxy", new ProxyReconciler(proxy, services.Lister, slices.Lister))
                .Watches(services, _ => [ProxyReconciler.Table]).Watches(slices, _ => [ProxyReconciler.Table]));
        foreach (var controller in new GarbageCollector(client, collected, _options, loggers).Controllers)
        {
            manager.Add(controller);
        }

        return manager;
    }

    private static IEnumerable<ObjectKey> Selecting<T>(ILister<T> lister, Pod pod, Func<T, bool> selects)
        where T : KubernetesObject => lister.List(pod.Metadata.Namespace).Where(selects).Select(ObjectKey.Of);

    private static IEnumerable<ObjectKey> DeploymentOf(Pod pod, ILister<ReplicaSet> sets) =>
        pod.ControllerOf() is { Kind: "ReplicaSet" } owner && sets.Get(new(pod.Metadata.Namespace, owner.Name))?.ControllerOf() is { Kind: "Deployment" } deployment
            ? [new(pod.Metadata.Namespace, deployment.Name)]
            : [];

    private Informer<T> Informer<T>()
        where T : KubernetesObject => new(client, new() { TimeProvider = time }, loggers.CreateLogger<Informer<T>>());

    private Controller Controller(string name, IReconciler reconciler) => new(name, reconciler, _options, loggers.CreateLogger<Controller>());
}
