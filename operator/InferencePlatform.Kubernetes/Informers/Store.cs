using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Informers;

/// <summary>The objects of an informer, and the indexes over them.</summary>
internal sealed class Store<T> : ILister<T>
    where T : KubernetesObject
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, T> _objects = [];
    private readonly ObjectIndex<T> _byNamespace = new(o => o.Metadata.Namespace is { } ns ? [ns] : []);
    private readonly ObjectIndex<T> _byOwner = new(o => o.Metadata.OwnerReferences?.Select(r => r.Uid) ?? []);
    private readonly Dictionary<string, ObjectIndex<T>> _named;
    private readonly ObjectIndex<T>[] _indexes;

    public Store(IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> indexes)
    {
        _named = indexes.ToDictionary(i => i.Key, i => new ObjectIndex<T>(i.Value), StringComparer.Ordinal);
        _indexes = [_byNamespace, _byOwner, .. _named.Values];
    }

    public T? Get(ObjectKey key)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(key);
        }
    }

    public IReadOnlyList<T> List(string? ns = null)
    {
        lock (_lock)
        {
            return ns is null ? [.. _objects.Values] : _byNamespace.Find(ns);
        }
    }

    public IReadOnlyList<T> OwnedBy(string ownerUid)
    {
        lock (_lock)
        {
            return _byOwner.Find(ownerUid);
        }
    }

    public IReadOnlyList<T> ByIndex(string index, string value)
    {
        if (!_named.TryGetValue(index, out var found))
        {
            throw new ArgumentException($"There is no index \"{index}\" over {typeof(T).Name} objects.", nameof(index));
        }

        lock (_lock)
        {
            return found.Find(value);
        }
    }

    public IReadOnlyList<ObjectKey> Keys()
    {
        lock (_lock)
        {
            return [.. _objects.Keys];
        }
    }

    /// <summary>Puts an object in; the one that was there before, if any.</summary>
    public T? Set(T o)
    {
        var key = ObjectKey.Of(o);
        lock (_lock)
        {
            var before = Take(key);
            _objects[key] = o;
            foreach (var index in _indexes)
            {
                index.Add(key, o);
            }

            return before;
        }
    }

    /// <summary>Takes an object out; null where there was none.</summary>
    public T? Remove(ObjectKey key)
    {
        lock (_lock)
        {
            return Take(key);
        }
    }

    private T? Take(ObjectKey key)
    {
        if (_objects.Remove(key, out var before))
        {
            foreach (var index in _indexes)
            {
                index.Remove(key, before);
            }
        }

        return before;
    }
}
