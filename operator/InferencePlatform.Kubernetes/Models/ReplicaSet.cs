using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Keeps a number of pods of one template.</summary>
[Resource("apps", "v1", "replicasets", "ReplicaSet")]
public sealed record ReplicaSet : KubernetesObject
{
    public ReplicaSetSpec Spec { get; init; } = new();

    public ReplicaSetStatus? Status { get; init; }
}

public sealed record ReplicaSetSpec
{
    public int? Replicas { get; init; }

    public int? MinReadySeconds { get; init; }

    public LabelSelector? Selector { get; init; }

    public PodTemplateSpec? Template { get; init; }
}

public sealed record ReplicaSetStatus
{
    public int? Replicas { get; init; }

    public int? FullyLabeledReplicas { get; init; }

    public int? ReadyReplicas { get; init; }

    public int? AvailableReplicas { get; init; }

    public long? ObservedGeneration { get; init; }

    [ListMap("type")]
    [PatchMergeKey("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
