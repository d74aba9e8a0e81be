using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes;

/// <summary>Names an object among those of its resource.</summary>
/// <param name="Namespace">Null for objects that live in none.</param>
/// <param name="Name">Unique in its namespace at any one time.</param>
public readonly record struct ObjectKey(string? Namespace, string Name)
{
    /// <summary>The key of an object that came from the server.</summary>
    public static ObjectKey Of(KubernetesObject o) => new(o.Metadata.Namespace, o.Metadata.Name ?? "");

    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
