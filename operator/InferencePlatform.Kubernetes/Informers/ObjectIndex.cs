namespace InferencePlatform.Kubernetes.Informers;

/// <summary>Finds objects by values that they have. It is guarded by the lock of the store it belongs to.</summary>
internal sealed class ObjectIndex<T>(Func<T, IEnumerable<string>> valuesOf)
    where T : class
{
    private readonly Dictionary<string, Dictionary<ObjectKey, T>> _byValue = new(StringComparer.Ordinal);

    public void Add(ObjectKey key, T o)
    {
        foreach (var value in valuesOf(o))
        {
            if (!_byValue.TryGetValue(value, out var objects))
            {
                _byValue[value] = objects = [];
            }

            objects[key] = o;
        }
    }

    public void Remove(ObjectKey key, T o)
    {
        foreach (var value in valuesOf(o))
        {
            if (_byValue.TryGetValue(value, out var objects) && objects.Remove(key) && objects.Count == 0)
            {
                _byValue.Remove(value);
            }
        }
    }

    public IReadOnlyList<T> Find(string value) => _byValue.TryGetValue(value, out var objects) ? [.. objects.Values] : [];
}
