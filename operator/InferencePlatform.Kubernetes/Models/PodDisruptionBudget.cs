using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>How many pods a drain may take away at once.</summary>
[Resource("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget")]
public sealed record PodDisruptionBudget : KubernetesObject
{
    public PodDisruptionBudgetSpec Spec { get; init; } = new();

    public PodDisruptionBudgetStatus? Status { get; init; }
}

public sealed record PodDisruptionBudgetSpec
{
    public IntOrString? MinAvailable { get; init; }

    public IntOrString? MaxUnavailable { get; init; }

    public LabelSelector? Selector { get; init; }

    public string? UnhealthyPodEvictionPolicy { get; init; }
}

public sealed record PodDisruptionBudgetStatus
{
    public int? DisruptionsAllowed { get; init; }

    public int? CurrentHealthy { get; init; }

    public int? DesiredHealthy { get; init; }

    public int? ExpectedPods { get; init; }

    public long? ObservedGeneration { get; init; }
}
