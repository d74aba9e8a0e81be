using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

public sealed record PodSpec
{
    [ListMap("name")]
    [PatchMergeKey("name")]
    public IReadOnlyList<Container>? InitContainers { get; init; }

    [ListMap("name")]
    [PatchMergeKey("name")]
    public IReadOnlyList<Container>? Containers { get; init; }

    [ListMap("name")]
    [PatchMergeKey("name")]
    public IReadOnlyList<Volume>? Volumes { get; init; }

    public string? RestartPolicy { get; init; }

    /// <summary>Seconds between SIGTERM and SIGKILL.</summary>
    public long? TerminationGracePeriodSeconds { get; init; }

    public string? DnsPolicy { get; init; }

    [Atomic]
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    public string? ServiceAccountName { get; init; }

    public string? ServiceAccount { get; init; }

    public bool? AutomountServiceAccountToken { get; init; }

    public bool? EnableServiceLinks { get; init; }

    public string? NodeName { get; init; }

    public PodSecurityContext? SecurityContext { get; init; }

    [ListMap("name")]
    [PatchMergeKey("name")]
    public IReadOnlyList<LocalObjectReference>? ImagePullSecrets { get; init; }

    public Affinity? Affinity { get; init; }

    public string? SchedulerName { get; init; }

    [Atomic]
    public IReadOnlyList<Toleration>? Tolerations { get; init; }

    public string? PriorityClassName { get; init; }

    public int? Priority { get; init; }

    public string? RuntimeClassName { get; init; }

    public string? PreemptionPolicy { get; init; }

    [ListMap("topologyKey", "whenUnsatisfiable")]
    [PatchMergeKey("topologyKey")]
    public IReadOnlyList<TopologySpreadConstraint>? TopologySpreadConstraints { get; init; }
}

[Atomic]
public sealed record LocalObjectReference
{
    public string? Name { get; init; }
}

public sealed record PodSecurityContext
{
    public bool? RunAsNonRoot { get; init; }

    public long? RunAsUser { get; init; }

    public long? RunAsGroup { get; init; }

    public long? FsGroup { get; init; }

    public string? FsGroupChangePolicy { get; init; }

    public SeccompProfile? SeccompProfile { get; init; }
}

public sealed record SeccompProfile
{
    public required string Type { get; init; }

    public string? LocalhostProfile { get; init; }
}

public sealed record Toleration
{
    public string? Key { get; init; }

    /// <summary><c>Exists</c> or <c>Equal</c>.</summary>
    public string? Operator { get; init; }

    public string? Value { get; init; }

    /// <summary><c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>; none means all.</summary>
    public string? Effect { get; init; }

    public long? TolerationSeconds { get; init; }
}

public sealed record TopologySpreadConstraint
{
    public int MaxSkew { get; init; }

    public required string TopologyKey { get; init; }

    /// <summary><c>DoNotSchedule</c> or <c>ScheduleAnyway</c>.</summary>
    public required string WhenUnsatisfiable { get; init; }

    public LabelSelector? LabelSelector { get; init; }

    public int? MinDomains { get; init; }

    public string? NodeAffinityPolicy { get; init; }

    public string? NodeTaintsPolicy { get; init; }

    [Atomic]
    public IReadOnlyList<string>? MatchLabelKeys { get; init; }
}
