using System.Collections.Immutable;
using InferencePlatform.Kubernetes;

namespace InferencePlatform.Local.Store;

/// <summary>Objects of one resource in the order of their namespace and name.</summary>
internal sealed record ResourceState(ImmutableSortedDictionary<string, StoredObject> Objects)
{
    public static ResourceState Empty { get; } = new(ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal));

    public static string KeyOf(ObjectKey key) => $"{key.Namespace}/{key.Name}";
}

/// <summary>All objects at one version; a change makes a new one.</summary>
internal sealed record StoreState(long Version, ImmutableDictionary<string, ResourceState> Resources)
{
    /// <summary>Versions begin above the small numbers that a client may make up, which are too old from the start.</summary>
    public static StoreState Empty { get; } = new(100, ImmutableDictionary<string, ResourceState>.Empty);

    public int Count => Resources.Values.Sum(r => r.Objects.Count);

    public ResourceState Of(string resource) => Resources.GetValueOrDefault(resource, ResourceState.Empty);

    public StoredObject? Find(string resource, ObjectKey key) => Of(resource).Objects.GetValueOrDefault(ResourceState.KeyOf(key));

    public StoreState With(ObjectEvent change)
    {
        var objects = Of(change.After.Resource).Objects;
        var key = ResourceState.KeyOf(change.After.Key);
        objects = change.Deleted ? objects.Remove(key) : objects.SetItem(key, change.After);
        return new StoreState(change.Version, Resources.SetItem(change.After.Resource, new ResourceState(objects)));
    }
}
