using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Containers that run together on one node.</summary>
[Resource("", "v1", "pods", "Pod")]
public sealed record Pod : KubernetesObject
{
    public PodSpec Spec { get; init; } = new();

    public PodStatus? Status { get; init; }
}

public sealed record PodTemplateSpec
{
    public ObjectMeta? Metadata { get; init; }

    public PodSpec? Spec { get; init; }
}

public sealed record PodStatus
{
    public long? ObservedGeneration { get; init; }

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string? Phase { get; init; }

    [ListMap("type")]
    [PatchMergeKey("type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }

    public string? HostIP { get; init; }

    public string? PodIP { get; init; }

    [ListMap("ip")]
    [PatchMergeKey("ip")]
    public IReadOnlyList<PodIP>? PodIPs { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    [Atomic]
    public IReadOnlyList<ContainerStatus>? InitContainerStatuses { get; init; }

    [Atomic]
    public IReadOnlyList<ContainerStatus>? ContainerStatuses { get; init; }

    public string? QosClass { get; init; }
}

public sealed record PodIP
{
    public required string Ip { get; init; }
}

public sealed record ContainerStatus
{
    public required string Name { get; init; }

    public ContainerState? State { get; init; }

    public ContainerState? LastState { get; init; }

    public bool Ready { get; init; }

    public int RestartCount { get; init; }

    public string? Image { get; init; }

    public string? ImageID { get; init; }

    public string? ContainerID { get; init; }

    public bool? Started { get; init; }
}

public sealed record ContainerState
{
    public ContainerStateWaiting? Waiting { get; init; }

    public ContainerStateRunning? Running { get; init; }

    public ContainerStateTerminated? Terminated { get; init; }
}

public sealed record ContainerStateWaiting
{
    public string? Reason { get; init; }

    public string? Message { get; init; }
}

public sealed record ContainerStateRunning
{
    public DateTimeOffset? StartedAt { get; init; }
}

public sealed record ContainerStateTerminated
{
    public int ExitCode { get; init; }

    public int? Signal { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string? ContainerID { get; init; }
}
