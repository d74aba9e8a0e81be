using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Which nodes a pod is drawn to or kept from; the parts as <c>core/v1</c> defines them.</summary>
public sealed record Affinity
{
    public NodeAffinity? NodeAffinity { get; init; }

    public PodAffinity? PodAffinity { get; init; }

    public PodAffinity? PodAntiAffinity { get; init; }
}

public sealed record NodeAffinity
{
    public NodeSelector? RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    [Atomic]
    public IReadOnlyList<PreferredSchedulingTerm>? PreferredDuringSchedulingIgnoredDuringExecution { get; init; }
}

[Atomic]
public sealed record NodeSelector
{
    [Atomic]
    public required IReadOnlyList<NodeSelectorTerm> NodeSelectorTerms { get; init; }
}

[Atomic]
public sealed record NodeSelectorTerm
{
    [Atomic]
    public IReadOnlyList<NodeSelectorRequirement>? MatchExpressions { get; init; }

    [Atomic]
    public IReadOnlyList<NodeSelectorRequirement>? MatchFields { get; init; }
}

public sealed record NodeSelectorRequirement
{
    public required string Key { get; init; }

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c>, <c>DoesNotExist</c>, <c>Gt</c> or <c>Lt</c>.</summary>
    public required string Operator { get; init; }

    [Atomic]
    public IReadOnlyList<string>? Values { get; init; }
}

public sealed record PreferredSchedulingTerm
{
    public int Weight { get; init; }

    public required NodeSelectorTerm Preference { get; init; }
}

public sealed record PodAffinity
{
    [Atomic]
    public IReadOnlyList<PodAffinityTerm>? RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    [Atomic]
    public IReadOnlyList<WeightedPodAffinityTerm>? PreferredDuringSchedulingIgnoredDuringExecution { get; init; }
}

public sealed record WeightedPodAffinityTerm
{
    public int Weight { get; init; }

    public required PodAffinityTerm PodAffinityTerm { get; init; }
}

public sealed record PodAffinityTerm
{
    public LabelSelector? LabelSelector { get; init; }

    public required string TopologyKey { get; init; }

    [Atomic]
    public IReadOnlyList<string>? Namespaces { get; init; }

    public LabelSelector? NamespaceSelector { get; init; }
}
