using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Planning;

namespace InferencePlatform.Operator.Status;

/// <summary>Which changes of conditions people are told of.</summary>
internal static class Transitions
{
    /// <summary>Ready says all there is, but for these two, which may go wrong while it is well.</summary>
    private static readonly string[] Told = [ConditionTypes.Ready, ConditionTypes.RolledOut, ConditionTypes.Autoscaling];

    private static readonly string[] OnTheWay = [Reasons.Starting, Reasons.RollingOut, Reasons.NotReachable, Reasons.ScaledToZero, Reasons.Paused];

    /// <returns>Conditions with another status or reason than before; one sentence is told once, though two conditions say it.</returns>
    public static IEnumerable<ModelCondition> Find(InferenceModelStatus? before, InferenceModelStatus after) => (after.Conditions ?? [])
        .Where(c => Told.Contains(c.Type) && !IsSame(c, before?.Conditions?.FirstOrDefault(b => b.Type == c.Type)))
        .DistinctBy(c => c.Reason);

    /// <summary>Whether it is good news, or merely news.</summary>
    public static bool IsGood(ModelCondition condition) => condition.Status == "True" || OnTheWay.Contains(condition.Reason);

    private static bool IsSame(ModelCondition after, ModelCondition? before) => before is not null && before.Status == after.Status && before.Reason == after.Reason;
}
