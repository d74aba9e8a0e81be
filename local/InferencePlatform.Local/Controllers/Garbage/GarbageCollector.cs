using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Controllers.Garbage;

/// <summary>The graph of owners and dependents over all kinds, and the queues that its changes go to.</summary>
internal sealed class GarbageCollector
{
    private readonly Dictionary<ResourceType, (Informer<MetadataObject> Informer, Controller Controller)> _resources = [];

    public GarbageCollector(IKubernetesClient client, IEnumerable<ResourceType> resources, ControllerOptions options, ILoggerFactory loggers)
    {
        foreach (var resource in resources)
        {
            var informer = new Informer<MetadataObject>(client, resource, new() { TimeProvider = options.TimeProvider }, loggers.CreateLogger<Informer<MetadataObject>>());
            var reconciler = new GarbageReconciler(client, resource, this);
            var controller = new Controller($"garbage-{resource}", reconciler, options, loggers.CreateLogger<Controller>()).For(informer);
            informer.AddHandler(OnChange);
            _resources[resource] = (informer, controller);
        }
    }

    public IEnumerable<Controller> Controllers => _resources.Values.Select(r => r.Controller);

    public MetadataObject? Find(ResourceType resource, ObjectKey key) => _resources[resource].Informer.Lister.Get(key);

    public IReadOnlyList<(ResourceType Resource, MetadataObject Object)> DependentsOf(string uid) =>
        [.. _resources.SelectMany(r => r.Value.Informer.Lister.OwnedBy(uid).Select(o => (r.Key, o)))];

    /// <summary>The resource that a reference is to; null where no informer knows it.</summary>
    public ResourceType? ResourceOf(OwnerReference reference) => _resources.Keys.FirstOrDefault(r => r.Kind == reference.Kind && r.ApiVersion == reference.ApiVersion);

    private void OnChange(MetadataObject? before, MetadataObject? after)
    {
        // An owner that goes matters to its dependents, and a dependent that goes to owners that wait for it.
        if ((after is null || after.Metadata.DeletionTimestamp is not null) && (after ?? before)?.Metadata is { Uid: { } uid } metadata)
        {
            foreach (var (resource, dependent) in DependentsOf(uid))
            {
                _resources[resource].Controller.Queue.Add(ObjectKey.Of(dependent));
            }

            foreach (var reference in metadata.OwnerReferences ?? [])
            {
                if (ResourceOf(reference) is { } owner)
                {
                    _resources[owner].Controller.Queue.Add(new(owner.Namespaced ? metadata.Namespace : null, reference.Name));
                }
            }
        }
    }
}
