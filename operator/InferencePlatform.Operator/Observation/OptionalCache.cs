using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Operator.Observation;

/// <summary>A cache of a resource that not every cluster has; empty until it is opened.</summary>
internal interface IOptionalCache
{
    /// <summary>What the cluster must serve for it.</summary>
    ResourceType Needs { get; }

    /// <summary>Whether what it has counts.</summary>
    bool IsOpen { get; }

    /// <summary>Has a controller watch it.</summary>
    /// <returns>What is to be run for it; <see cref="Publish"/> follows once that has synced.</returns>
    IReadOnlyList<IInformer> Watch(Controller controller);

    void Publish();
}

/// <inheritdoc cref="IOptionalCache"/>
internal sealed class OptionalCache<T>(ResourceType needs, Func<ResourceCache<T>> create) : IOptionalCache
    where T : KubernetesObject
{
    private readonly Lazy<ResourceCache<T>> _cache = new(create);
    private volatile bool _isOpen;

    public ResourceType Needs => needs;

    public bool IsOpen => _isOpen;

    public T? Get(ObjectKey key) => _isOpen ? _cache.Value.Get(key) : null;

    public IReadOnlyList<IInformer> Watch(Controller controller)
    {
        foreach (var informer in _cache.Value.Informers)
        {
            controller.Watches(informer, ModelCaches.ModelsOf);
        }

        return [.. _cache.Value.Informers];
    }

    public void Publish() => _isOpen = true;
}
