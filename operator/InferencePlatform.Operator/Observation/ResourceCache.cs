using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Observation;

/// <summary>The objects of one resource in all namespaces that are watched: one informer for the cluster, or one for each.</summary>
internal sealed class ResourceCache<T>
    where T : KubernetesObject
{
    private readonly Dictionary<string, Informer<T>> _byNamespace = [];
    private readonly Informer<T>? _cluster;

    public ResourceCache(IKubernetesClient client, IReadOnlyList<string> namespaces, InformerOptions<T> options, ILoggerFactory loggers)
    {
        if (namespaces.Count == 0)
        {
            _cluster = Create(null);
            return;
        }

        foreach (var ns in namespaces.Distinct())
        {
            _byNamespace.Add(ns, Create(ns));
        }

        Informer<T> Create(string? ns) => new(client, options with { Namespace = ns }, loggers.CreateLogger<Informer<T>>());
    }

    public IEnumerable<Informer<T>> Informers => _cluster is null ? _byNamespace.Values : [_cluster];

    public T? Get(ObjectKey key) => Lister(key.Namespace)?.Get(key);

    public IEnumerable<T> List() => Informers.SelectMany(i => i.Lister.List());

    /// <summary>The objects of a namespace that an index of the informers' options has under a value.</summary>
    public IReadOnlyList<T> Find(string index, string ns, string value) => Lister(ns)?.ByIndex(index, IndexValue(ns, value)) ?? [];

    /// <summary>What an index must hold for <see cref="Find"/> to find an object by.</summary>
    public static string IndexValue(string? ns, string value) => $"{ns}/{value}";

    private ILister<T>? Lister(string? ns) => (_cluster ?? _byNamespace.GetValueOrDefault(ns ?? ""))?.Lister;
}
