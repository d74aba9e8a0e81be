using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>How many pods a drain of nodes must leave.</summary>
internal static class DisruptionBudgetRenderer
{
    /// <summary>
    /// At one replica a budget with a minimum would block drains for ever, and one without would say nothing. What counts is
    /// how many there are to be now, whoever scales.
    /// </summary>
    public static bool IsWanted(int replicas) => replicas >= 2;

    public static PodDisruptionBudget Render(InferenceModel model) => new()
    {
        ApiVersion = "policy/v1",
        Kind = "PodDisruptionBudget",
        Metadata = ModelNames.MetadataOf(model),
        Spec = new PodDisruptionBudgetSpec
        {
            MinAvailable = model.Spec.Disruption?.MinAvailable,
            MaxUnavailable = model.Spec.Disruption is null ? 1 : null,
            Selector = new LabelSelector { MatchLabels = ModelNames.SelectorOf(model) },

            // A pod that is not ready serves nobody, so that keeping it would only hold the node.
            UnhealthyPodEvictionPolicy = "AlwaysAllow",
        },
    };
}
