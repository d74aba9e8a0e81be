using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Scales a workload by metrics.</summary>
[Resource("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler")]
public sealed record HorizontalPodAutoscaler : KubernetesObject
{
    public HorizontalPodAutoscalerSpec Spec { get; init; } = new();

    public HorizontalPodAutoscalerStatus? Status { get; init; }
}

public sealed record HorizontalPodAutoscalerSpec
{
    public CrossVersionObjectReference? ScaleTargetRef { get; init; }

    public int? MinReplicas { get; init; }

    public int? MaxReplicas { get; init; }

    [Atomic]
    public IReadOnlyList<MetricSpec>? Metrics { get; init; }

    public HorizontalPodAutoscalerBehavior? Behavior { get; init; }
}

public sealed record CrossVersionObjectReference
{
    public string? ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }
}

public sealed record MetricSpec
{
    public required string Type { get; init; }

    public ResourceMetricSource? Resource { get; init; }
}

public sealed record ResourceMetricSource
{
    public required string Name { get; init; }

    public required MetricTarget Target { get; init; }
}

public sealed record MetricTarget
{
    public required string Type { get; init; }

    public int? AverageUtilization { get; init; }
}

public sealed record HorizontalPodAutoscalerBehavior
{
    public ScalingRules? ScaleUp { get; init; }

    public ScalingRules? ScaleDown { get; init; }
}

public sealed record ScalingRules
{
    public int? StabilizationWindowSeconds { get; init; }
}

public sealed record HorizontalPodAutoscalerStatus
{
    public int? CurrentReplicas { get; init; }

    public int? DesiredReplicas { get; init; }

    [ListMap("type")]
    [PatchMergeKey("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
