using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>The part of an object that can be read whatever its type.</summary>
internal sealed record ObjectHead(ObjectHead.Meta? Metadata)
{
    internal sealed record Meta(string? Name, string? Namespace, string? ResourceVersion);

    public ObjectKey Key => new(Metadata?.Namespace, Metadata?.Name ?? "");

    public string ResourceVersion => Metadata?.ResourceVersion ?? "";

    public UnreadableObject Unreadable(string error) => new(Key, ResourceVersion, error);

    /// <summary>The resource version of an object of a kind that is known here; null of any other type.</summary>
    public static string? VersionOf(object o) => o switch
    {
        KubernetesObject typed => typed.Metadata.ResourceVersion,
        JsonObject dynamic => (string?)dynamic["metadata"]?["resourceVersion"],
        _ => null,
    };
}
