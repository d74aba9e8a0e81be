using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Nodes.Probes;

/// <summary>A probe's numbers with Kubernetes' defaults filled in.</summary>
internal sealed record ProbeSettings(TimeSpan InitialDelay, TimeSpan Period, TimeSpan Timeout, int SuccessThreshold, int FailureThreshold)
{
    public static ProbeSettings Of(Probe probe) => new(
        TimeSpan.FromSeconds(probe.InitialDelaySeconds ?? 0),
        TimeSpan.FromSeconds(AtLeastOne(probe.PeriodSeconds, 10)),
        TimeSpan.FromSeconds(AtLeastOne(probe.TimeoutSeconds, 1)),
        AtLeastOne(probe.SuccessThreshold, 1),
        AtLeastOne(probe.FailureThreshold, 3));

    private static int AtLeastOne(int? value, int byDefault) => Math.Max(1, value is null or 0 ? byDefault : value.Value);
}
