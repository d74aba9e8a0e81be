using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Keeps a number of equal pods and rolls changes over them.</summary>
[Resource("apps", "v1", "deployments", "Deployment")]
public sealed record Deployment : KubernetesObject
{
    public DeploymentSpec Spec { get; init; } = new();

    public DeploymentStatus? Status { get; init; }
}

public sealed record DeploymentSpec
{
    /// <summary>Left out where another party scales.</summary>
    public int? Replicas { get; init; }

    public LabelSelector? Selector { get; init; }

    public PodTemplateSpec? Template { get; init; }

    public DeploymentStrategy? Strategy { get; init; }

    public int? MinReadySeconds { get; init; }

    public int? RevisionHistoryLimit { get; init; }

    public int? ProgressDeadlineSeconds { get; init; }

    public bool? Paused { get; init; }
}

public sealed record DeploymentStrategy
{
    /// <summary><c>RollingUpdate</c> or <c>Recreate</c>.</summary>
    public string? Type { get; init; }

    public RollingUpdateDeployment? RollingUpdate { get; init; }
}

public sealed record RollingUpdateDeployment
{
    public IntOrString? MaxUnavailable { get; init; }

    public IntOrString? MaxSurge { get; init; }
}

public sealed record DeploymentStatus
{
    public long? ObservedGeneration { get; init; }

    public int? Replicas { get; init; }

    public int? UpdatedReplicas { get; init; }

    public int? ReadyReplicas { get; init; }

    public int? AvailableReplicas { get; init; }

    public int? UnavailableReplicas { get; init; }

    public int? TerminatingReplicas { get; init; }

    public int? CollisionCount { get; init; }

    [ListMap("type")]
    [PatchMergeKey("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
