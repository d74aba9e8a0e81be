using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>How a change reaches the pods.</summary>
[Cel(
    "!has(self.maxSurge) || !(self.maxSurge == 0 || self.maxSurge == '0%') || (has(self.maxUnavailable) && !(self.maxUnavailable == 0 || self.maxUnavailable == '0%'))",
    "maxSurge and maxUnavailable must not both be 0, or no pod could ever be replaced; maxUnavailable is 0 by default",
    FieldPath = ".maxSurge")]
internal sealed record RolloutSpec
{
    private const string Percentage = "^(100|[1-9]?[0-9])%$";

    [Description("Pods that may run beyond the wanted number during a rollout, a number or a percentage that is rounded up. By default 1.")]
    [Range(0, 1000)]
    [MaxLength(4)]
    [RegularExpression(Percentage)]
    public IntOrString? MaxSurge { get; init; }

    [Description("Pods that may be missing from the wanted number during a rollout, a number or a percentage that is rounded down. By default 0.")]
    [Range(0, 1000)]
    [MaxLength(4)]
    [RegularExpression(Percentage)]
    public IntOrString? MaxUnavailable { get; init; }

    [Description("Time without progress after which a rollout counts as failed. The old pods go on serving. By default 10m.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.WholeSecondsUpToDay)]
    [Cel(DurationPatterns.NotZero, DurationPatterns.NotZeroMessage)]
    public string? ProgressDeadline { get; init; }

    [Description("Time that a new pod must be ready for before it counts. It must be less than progressDeadline. By default 0s.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.WholeSecondsUpToDay)]
    public string? MinReady { get; init; }

    [Description("Lets an upgrade of the operator change the pods at once: its newer server image and its newer way of making pods. Without it they wait for the next change of the spec, so that an upgrade restarts nothing.")]
    public bool? FollowOperator { get; init; }
}
