using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Values;

namespace InferencePlatform.Operator.Rendering;

/// <summary>Scaling on CPU, which the cluster does.</summary>
internal static class HorizontalPodAutoscalerRenderer
{
    public static HorizontalPodAutoscaler Render(InferenceModel model, AutoscalingSpec autoscaling) => new()
    {
        ApiVersion = "autoscaling/v2",
        Kind = "HorizontalPodAutoscaler",
        Metadata = ModelNames.MetadataOf(model),
        Spec = new HorizontalPodAutoscalerSpec
        {
            ScaleTargetRef = new CrossVersionObjectReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = model.Metadata.Name! },
            MinReplicas = autoscaling.MinReplicas ?? 1,
            MaxReplicas = autoscaling.MaxReplicas,
            Metrics =
            [
                new MetricSpec
                {
                    Type = "Resource",
                    Resource = new ResourceMetricSource
                    {
                        Name = "cpu",
                        Target = new MetricTarget { Type = "Utilization", AverageUtilization = autoscaling.Cpu!.AverageUtilization },
                    },
                },
            ],
            Behavior = new HorizontalPodAutoscalerBehavior
            {
                ScaleUp = RulesOf(ScalingWindows.Up(autoscaling)),
                ScaleDown = RulesOf(ScalingWindows.Down(autoscaling)),
            },
        },
    };

    private static ScalingRules RulesOf(TimeSpan window) => new() { StabilizationWindowSeconds = Duration.CeilingSeconds(window) };
}

/// <summary>The windows of an autoscaling spec, with the defaults that Kubernetes has too.</summary>
internal static class ScalingWindows
{
    public static TimeSpan Up(AutoscalingSpec spec) => Duration.Parse(spec.ScaleUp?.Stabilization, TimeSpan.Zero);

    public static TimeSpan Down(AutoscalingSpec spec) => Duration.Parse(spec.ScaleDown?.Stabilization, TimeSpan.FromMinutes(5));
}
