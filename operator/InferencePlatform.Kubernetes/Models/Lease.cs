using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Says who leads, and until when.</summary>
[Resource("coordination.k8s.io", "v1", "leases", "Lease")]
public sealed record Lease : KubernetesObject
{
    public LeaseSpec Spec { get; init; } = new();
}

public sealed record LeaseSpec
{
    public string? HolderIdentity { get; init; }

    public int? LeaseDurationSeconds { get; init; }

    public MicroTime? AcquireTime { get; init; }

    public MicroTime? RenewTime { get; init; }

    public int? LeaseTransitions { get; init; }
}
