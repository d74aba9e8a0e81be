using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>Which nodes pods run on.</summary>
internal static class Scheduling
{
    private const string Anyway = "ScheduleAnyway";

    private static readonly TopologySpread[] NodesAndZones =
        [new() { TopologyKey = "kubernetes.io/hostname" }, new() { TopologyKey = "topology.kubernetes.io/zone" }];

    public static IReadOnlyList<Toleration>? TolerationsOf(SchedulingSpec? spec) => spec?.Tolerations is not { Count: > 0 } tolerations ? null :
        [.. tolerations.Select(t => new Toleration { Key = t.Key, Operator = t.Operator, Value = t.Value, Effect = t.Effect, TolerationSeconds = t.TolerationSeconds })];

    public static IReadOnlyList<TopologySpreadConstraint> SpreadOf(InferenceModel model) =>
        [.. (model.Spec.Scheduling?.TopologySpread ?? NodesAndZones).Select(s => new TopologySpreadConstraint
        {
            MaxSkew = s.MaxSkew ?? 1,
            TopologyKey = s.TopologyKey,
            WhenUnsatisfiable = s.WhenUnsatisfiable ?? Anyway,
            LabelSelector = new LabelSelector { MatchLabels = ModelNames.SelectorOf(model) },
        })];
}
