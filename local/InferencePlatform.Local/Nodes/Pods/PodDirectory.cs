using System.Collections.Concurrent;
using InferencePlatform.Kubernetes;

namespace InferencePlatform.Local.Nodes.Pods;

/// <summary>The pods of the node by name.</summary>
internal sealed class PodDirectory
{
    private readonly ConcurrentDictionary<ObjectKey, PodWorker> _workers = new();

    public IReadOnlyCollection<PodWorker> All => [.. _workers.Values];

    public PodWorker? Find(ObjectKey key) => _workers.GetValueOrDefault(key);

    public void Add(ObjectKey key, PodWorker worker) => _workers[key] = worker;

    public void Remove(ObjectKey key) => _workers.TryRemove(key, out _);
}
