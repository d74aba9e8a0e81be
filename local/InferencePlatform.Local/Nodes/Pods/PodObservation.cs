using System.Collections.Immutable;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Nodes.Pods;

/// <summary>What the node knows of a pod at one moment.</summary>
internal sealed record PodObservation
{
    public string? PodIP { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Why the pod may not run here; null where it may.</summary>
    public string? Unschedulable { get; init; }

    /// <summary>Why the pod as a whole waits, such as for a volume.</summary>
    public ContainerStateWaiting? Waiting { get; init; }

    /// <summary>Whether every init container has done its work.</summary>
    public bool Initialized { get; init; }

    /// <summary>The states of init and other containers by name, as far as they have one.</summary>
    public ImmutableDictionary<string, ContainerStatus> Containers { get; init; } = ImmutableDictionary<string, ContainerStatus>.Empty;

    public PodObservation With(ContainerStatus status) => this with { Containers = Containers.SetItem(status.Name, status) };
}
