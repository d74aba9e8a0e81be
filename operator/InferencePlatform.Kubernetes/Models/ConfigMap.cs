using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Text and bytes by key, 1 MiB at most in all.</summary>
[Resource("", "v1", "configmaps", "ConfigMap")]
public sealed record ConfigMap : KubernetesObject
{
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    /// <summary>Base64 by key.</summary>
    public IReadOnlyDictionary<string, string>? BinaryData { get; init; }

    public bool? Immutable { get; init; }
}
