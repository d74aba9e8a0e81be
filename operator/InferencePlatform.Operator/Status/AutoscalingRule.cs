using InferencePlatform.Operator.Planning;

namespace InferencePlatform.Operator.Status;

/// <summary>Whether the number of pods follows the load.</summary>
internal static class AutoscalingRule
{
    /// <returns>Null where the spec asks for no autoscaling.</returns>
    public static Verdict? Decide(Facts facts) => facts.Snapshot.Model.Spec.Autoscaling switch
    {
        null => null,
        { Cpu: not null } when !facts.Snapshot.Capabilities.ResourceMetrics =>
            Verdict.False(Reasons.ResourceMetricsMissing, "This cluster does not serve metrics.k8s.io, which scaling on CPU needs: install the metrics server, or use targetCallsInFlight, which needs nothing."),
        { Cpu: not null } => Verdict.True(Reasons.ScalingOnCpu, "A HorizontalPodAutoscaler has the number of pods."),
        _ when facts.Snapshot.Scaling is { Works: false } note => Verdict.False(Reasons.LoadUnknown, note.Message),
        _ => Verdict.True(Reasons.ScalingOnCalls, "The operator scales on the calls in flight."),
    };
}
