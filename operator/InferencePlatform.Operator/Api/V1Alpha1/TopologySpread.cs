using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>How the model's pods spread over one kind of domain.</summary>
internal sealed record TopologySpread
{
    [Description("Pods that one domain may have more than another. By default 1.")]
    [Range(1, 1000)]
    public int? MaxSkew { get; init; }

    [Description("Label of nodes whose values are the domains, such as topology.kubernetes.io/zone.")]
    [MinLength(1)]
    [MaxLength(317)]
    public required string TopologyKey { get; init; }

    [Description("Whether a pod that would not fit in waits or runs anyway. By default ScheduleAnyway.")]
    [AllowedValues("DoNotSchedule", "ScheduleAnyway")]
    public string? WhenUnsatisfiable { get; init; }
}
