using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>Which nodes the pods run on.</summary>
internal sealed record SchedulingSpec
{
    [Description("Labels that a node must have.")]
    [MaxLength(16)]
    [Items(MaxLength = 63, Pattern = LabelPatterns.Value)]
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    [Description("Taints of nodes that the pods bear.")]
    [MaxLength(16)]
    public IReadOnlyList<TolerationSpec>? Tolerations { get; init; }

    [Description("What draws the pods to nodes or keeps them away, as in a pod's spec.")]
    public AffinitySpec? Affinity { get; init; }

    [Description("How the pods spread over zones, nodes and the like. By default over nodes and then zones, as far as possible.")]
    [MaxLength(8)]
    public IReadOnlyList<TopologySpread>? TopologySpread { get; init; }

    [Description("PriorityClass of the pods. Those of the cluster itself, which begin with system-, are reserved.")]
    [MinLength(1)]
    [MaxLength(253)]
    [RegularExpression("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    [Cel("!self.startsWith('system-')", "priority classes that begin with system- are for the cluster's own parts; have another made")]
    public string? PriorityClassName { get; init; }

    [Description("RuntimeClass of the pods.")]
    [MinLength(1)]
    [MaxLength(253)]
    [RegularExpression("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    public string? RuntimeClassName { get; init; }
}
