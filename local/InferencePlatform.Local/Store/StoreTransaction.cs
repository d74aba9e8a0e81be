using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Store;

/// <summary>Reads the newest state and gathers changes to it; they are made together or not at all.</summary>
internal sealed class StoreTransaction(StoreState start)
{
    private readonly List<ObjectEvent> _changes = [];

    public StoreState State { get; private set; } = start;

    public IReadOnlyList<ObjectEvent> Changes => _changes;

    public StoredObject? Find(string resource, ObjectKey key) => State.Find(resource, key);

    /// <summary>Writes an object with the next version, which is put into it.</summary>
    public StoredObject Put(string resource, ObjectKey key, JsonObject content) => Add(resource, key, content, deleted: false);

    /// <summary>Deletes an object; what watchers are told of it has the version of the deletion.</summary>
    public StoredObject Delete(StoredObject gone) => Add(gone.Resource, gone.Key, gone.Parse(), deleted: true);

    /// <inheritdoc cref="Delete(StoredObject)"/>
    public StoredObject Delete(StoredObject gone, JsonObject last) => Add(gone.Resource, gone.Key, last, deleted: true);

    private StoredObject Add(string resource, ObjectKey key, JsonObject content, bool deleted)
    {
        var version = State.Version + 1;
        content.Child("metadata")["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        var after = new StoredObject(resource, key, version, content);
        var change = new ObjectEvent(version, Find(resource, key), after, deleted);
        _changes.Add(change);
        State = State.With(change);
        return after;
    }
}
