namespace InferencePlatform.Kubernetes.Models;

/// <summary>One observation of an object's state, in the form of <c>metav1.Condition</c>.</summary>
public sealed record Condition
{
    public required string Type { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The generation of the object that this was observed of.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>When <see cref="Status"/> last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>One word in CamelCase, for programs.</summary>
    public string? Reason { get; init; }

    /// <summary>A sentence, for people.</summary>
    public string? Message { get; init; }

    /// <summary>Deployments keep this beside the transition time.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Pods keep this beside the transition time.</summary>
    public DateTimeOffset? LastProbeTime { get; init; }
}
