using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Store;

/// <summary>One version of one object, kept as the bytes it is sent as.</summary>
internal sealed class StoredObject
{
    public StoredObject(string resource, ObjectKey key, long version, JsonObject content)
        : this(resource, key, version, content.ToUtf8(), content)
    {
    }

    /// <summary>An object from its bytes, which are parsed for its labels.</summary>
    public StoredObject(string resource, ObjectKey key, long version, byte[] utf8)
        : this(resource, key, version, utf8, JsonTree.ParseObject(utf8))
    {
    }

    private StoredObject(string resource, ObjectKey key, long version, byte[] utf8, JsonObject content)
    {
        Resource = resource;
        Key = key;
        Version = version;
        Utf8 = utf8;
        ApiVersion = content.TextAt("apiVersion");
        Labels = (content.At("metadata", "labels") as JsonObject ?? []).ToDictionary(e => e.Key, e => e.Value.Text() ?? "", StringComparer.Ordinal);
        Fields = SelectableFields.Of(resource, key, content);
    }

    /// <summary>The resource's plural and group.</summary>
    public string Resource { get; }

    public ObjectKey Key { get; }

    public long Version { get; }

    public byte[] Utf8 { get; }

    /// <summary>The form the object is stored in.</summary>
    public string ApiVersion { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyDictionary<string, string> Fields { get; }

    /// <summary>A tree of the caller's own, which it may change.</summary>
    public JsonObject Parse() => JsonTree.ParseObject(Utf8);
}
