using System.Collections.Immutable;

namespace InferencePlatform.Local.Resources;

/// <summary>The closed table of what is served: the built-in kinds, and those that CustomResourceDefinitions add.</summary>
internal sealed class ResourceRegistry
{
    private ImmutableArray<ServedResource> _resources = BuiltInResources.All;

    public ImmutableArray<ServedResource> All => _resources;

    public ServedResource? Find(string group, string version, string plural) =>
        _resources.FirstOrDefault(r => r.Type.Group == group && r.Type.Version == version && r.Type.Plural == plural);

    /// <summary>Every group and version, the core group first.</summary>
    public IEnumerable<IGrouping<(string Group, string Version), ServedResource>> Versions() =>
        _resources.GroupBy(r => (r.Type.Group, r.Type.Version)).OrderBy(g => g.Key.Group.Length > 0);

    /// <summary>Serves a resource from now on, instead of an earlier form of it.</summary>
    public void Serve(ServedResource resource) =>
        _resources = [.. _resources.Where(r => r.Name != resource.Name || r.Type.Version != resource.Type.Version), resource];

    public void Remove(string name) => _resources = [.. _resources.Where(r => r.Name != name || !r.IsCustom)];
}
