using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>A folder that containers mount; exactly one source is set.</summary>
public sealed record Volume
{
    public required string Name { get; init; }

    public EmptyDirVolumeSource? EmptyDir { get; init; }

    public ConfigMapVolumeSource? ConfigMap { get; init; }

    public SecretVolumeSource? Secret { get; init; }

    public PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }

    public ImageVolumeSource? Image { get; init; }
}

public sealed record EmptyDirVolumeSource
{
    public string? Medium { get; init; }

    [Quantity]
    public string? SizeLimit { get; init; }
}

public sealed record ConfigMapVolumeSource
{
    public string? Name { get; init; }

    [Atomic]
    public IReadOnlyList<KeyToPath>? Items { get; init; }

    public int? DefaultMode { get; init; }

    public bool? Optional { get; init; }
}

public sealed record SecretVolumeSource
{
    public string? SecretName { get; init; }

    [Atomic]
    public IReadOnlyList<KeyToPath>? Items { get; init; }

    public int? DefaultMode { get; init; }

    public bool? Optional { get; init; }
}

public sealed record KeyToPath
{
    public required string Key { get; init; }

    public required string Path { get; init; }

    public int? Mode { get; init; }
}

public sealed record PersistentVolumeClaimVolumeSource
{
    public required string ClaimName { get; init; }

    public bool? ReadOnly { get; init; }
}

/// <summary>The files of a container image or OCI artefact, pulled by the kubelet (Kubernetes 1.31 and later).</summary>
public sealed record ImageVolumeSource
{
    public string? Reference { get; init; }

    public string? PullPolicy { get; init; }
}
