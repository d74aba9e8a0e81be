using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>An InferenceModel's objects, as a pure function of its spec, the context and what the cluster can do.</summary>
internal static class Renderer
{
    /// <param name="model">What is asked for.</param>
    /// <param name="context">What the pods depend on beside that.</param>
    /// <param name="capabilities">What the cluster has.</param>
    /// <param name="replicas">Pods that are wanted now, by whoever scales.</param>
    /// <returns>The objects in the order in which they are best made: pods start last, when all else is there.</returns>
    public static IReadOnlyList<KubernetesObject> Render(InferenceModel model, RenderContext context, ClusterCapabilities capabilities, int replicas)
    {
        var objects = new List<KubernetesObject>
        {
            ServiceAccountRenderer.Render(model),
            NetworkPolicyRenderer.Render(model),
            ServiceRenderer.Render(model),
            ServiceRenderer.RenderHeadless(model),
            DeploymentRenderer.Render(model, context),
        };
        if (capabilities.DisruptionBudgets && DisruptionBudgetRenderer.IsWanted(replicas))
        {
            objects.Add(DisruptionBudgetRenderer.Render(model));
        }

        if (capabilities.ResourceMetrics && model.Spec.Autoscaling?.Cpu is not null)
        {
            objects.Add(HorizontalPodAutoscalerRenderer.Render(model, model.Spec.Autoscaling));
        }

        if (capabilities.ServiceMonitors)
        {
            objects.Add(ServiceMonitorRenderer.Render(model));
        }

        return [.. objects.Select(AppliedHash.Stamp)];
    }
}
