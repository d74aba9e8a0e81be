using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Bytes by key that are not for everybody.</summary>
[Resource("", "v1", "secrets", "Secret")]
public sealed record Secret : KubernetesObject
{
    /// <summary>Base64 by key.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    public IReadOnlyDictionary<string, string>? StringData { get; init; }

    public string? Type { get; init; }

    public bool? Immutable { get; init; }
}
