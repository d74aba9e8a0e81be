using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>How steady the load must be before the number of pods follows.</summary>
internal sealed record ScalingWindow
{
    [Description("Of what was right at any time in this window, the most cautious number counts: the least when adding, the most when taking away. By default 0s for adding and 5m for taking away.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.WholeSecondsUpToHour)]
    public required string Stabilization { get; init; }
}
