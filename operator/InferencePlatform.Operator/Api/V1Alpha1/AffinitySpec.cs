using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>Pod affinity in the form that pods have it, which is how it is handed on.</summary>
internal sealed record AffinitySpec
{
    [Description("Nodes that the pods are drawn to.")]
    public NodeAffinitySpec? NodeAffinity { get; init; }

    [Description("Pods that the pods are drawn to.")]
    public PodAffinitySpec? PodAffinity { get; init; }

    [Description("Pods that the pods keep away from.")]
    public PodAffinitySpec? PodAntiAffinity { get; init; }
}

/// <summary>Nodes that are wanted.</summary>
internal sealed record NodeAffinitySpec
{
    [Description("What a node must be.")]
    public NodeTerms? RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    [Description("What a node had better be.")]
    [MaxLength(8)]
    public IReadOnlyList<WeightedNodeTerm>? PreferredDuringSchedulingIgnoredDuringExecution { get; init; }
}

/// <summary>Terms of which one must hold.</summary>
internal sealed record NodeTerms
{
    [Description("Terms of which one must hold.")]
    [MinLength(1)]
    [MaxLength(8)]
    public required IReadOnlyList<NodeTerm> NodeSelectorTerms { get; init; }
}

/// <summary>Expressions that must all hold of a node.</summary>
internal sealed record NodeTerm
{
    [Description("Expressions over labels of nodes that must all hold.")]
    [MinLength(1)]
    [MaxLength(8)]
    public required IReadOnlyList<NodeExpression> MatchExpressions { get; init; }
}

/// <summary>One expression over a node's labels.</summary>
internal sealed record NodeExpression
{
    [Description("The label's key.")]
    [MinLength(1)]
    [MaxLength(317)]
    public required string Key { get; init; }

    [Description("How the label is compared with the values.")]
    [AllowedValues("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt")]
    public required string Operator { get; init; }

    [Description("Values for In and NotIn; one number for Gt and Lt.")]
    [MaxLength(32)]
    [Kubernetes.Schema.Items(MaxLength = 63)]
    public IReadOnlyList<string>? Values { get; init; }
}

/// <summary>A term and how much it counts.</summary>
internal sealed record WeightedNodeTerm
{
    [Description("How much it counts.")]
    [Range(1, 100)]
    public required int Weight { get; init; }

    [Description("What is preferred.")]
    public required NodeTerm Preference { get; init; }
}

/// <summary>Pods that are wanted near, or away.</summary>
internal sealed record PodAffinitySpec
{
    [Description("What must hold.")]
    [MaxLength(8)]
    public IReadOnlyList<PodTerm>? RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    [Description("What had better hold.")]
    [MaxLength(8)]
    public IReadOnlyList<WeightedPodTerm>? PreferredDuringSchedulingIgnoredDuringExecution { get; init; }
}

/// <summary>Pods, and what counts as being near them.</summary>
internal sealed record PodTerm
{
    [Description("The pods by their labels.")]
    public Selector? LabelSelector { get; init; }

    [Description("Their namespaces by labels; {} is all of them. Without it the model's own.")]
    public Selector? NamespaceSelector { get; init; }

    [Description("Label of nodes whose values are the domains within which pods are near.")]
    [MinLength(1)]
    [MaxLength(317)]
    public required string TopologyKey { get; init; }
}

/// <summary>A term and how much it counts.</summary>
internal sealed record WeightedPodTerm
{
    [Description("How much it counts.")]
    [Range(1, 100)]
    public required int Weight { get; init; }

    [Description("What is preferred.")]
    public required PodTerm PodAffinityTerm { get; init; }
}
