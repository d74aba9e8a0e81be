using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>A request for lasting storage.</summary>
[Resource("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim")]
public sealed record PersistentVolumeClaim : KubernetesObject
{
    public PersistentVolumeClaimSpec Spec { get; init; } = new();

    public PersistentVolumeClaimStatus? Status { get; init; }
}

public sealed record PersistentVolumeClaimSpec
{
    [Atomic]
    public IReadOnlyList<string>? AccessModes { get; init; }

    public ResourceRequirements? Resources { get; init; }

    public string? StorageClassName { get; init; }

    public string? VolumeName { get; init; }

    public string? VolumeMode { get; init; }
}

public sealed record PersistentVolumeClaimStatus
{
    /// <summary><c>Pending</c>, <c>Bound</c> or <c>Lost</c>.</summary>
    public string? Phase { get; init; }
}
