using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>A scope for names.</summary>
[Resource("", "v1", "namespaces", "Namespace", Namespaced = false)]
public sealed record Namespace : KubernetesObject
{
    public NamespaceSpec? Spec { get; init; }

    public NamespaceStatus? Status { get; init; }
}

public sealed record NamespaceSpec
{
    [Atomic]
    public IReadOnlyList<string>? Finalizers { get; init; }
}

public sealed record NamespaceStatus
{
    /// <summary><c>Active</c> or <c>Terminating</c>.</summary>
    public string? Phase { get; init; }
}
