using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>The use of CPU that is aimed at.</summary>
internal sealed record CpuTarget
{
    [Description("Use of CPU that pods are to have on average, in percent of resources.requests.cpu.")]
    [Range(1, 1000)]
    public required int AverageUtilization { get; init; }
}
