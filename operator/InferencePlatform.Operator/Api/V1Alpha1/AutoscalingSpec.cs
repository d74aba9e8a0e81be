using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>How the number of pods follows the load.</summary>
[Cel("(has(self.minReplicas) ? self.minReplicas : 1) <= self.maxReplicas", "minReplicas must not be more than maxReplicas", FieldPath = ".minReplicas")]
[Cel("has(self.targetCallsInFlight) != has(self.cpu)", "give exactly one of targetCallsInFlight and cpu")]
internal sealed record AutoscalingSpec
{
    [Description("Fewest pods. By default 1.")]
    [Range(1, 1000)]
    public int? MinReplicas { get; init; }

    [Description("Most pods.")]
    [Range(1, 1000)]
    public required int MaxReplicas { get; init; }

    [Description("Calls in flight that a pod is to have on average. The operator asks the pods itself; nothing else is needed.")]
    [Range(1, 1_000_000)]
    public int? TargetCallsInFlight { get; init; }

    [Description("Scales on CPU by a HorizontalPodAutoscaler, where the cluster serves metrics.k8s.io.")]
    public CpuTarget? Cpu { get; init; }

    [Description("When pods are added.")]
    public ScalingWindow? ScaleUp { get; init; }

    [Description("When pods are taken away.")]
    public ScalingWindow? ScaleDown { get; init; }
}
