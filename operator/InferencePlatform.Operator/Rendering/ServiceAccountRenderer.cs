using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>An account of the model's own, so that no pod shares the namespace's default one. It gets no token.</summary>
internal static class ServiceAccountRenderer
{
    public static ServiceAccount Render(InferenceModel model) => new()
    {
        ApiVersion = "v1",
        Kind = "ServiceAccount",
        Metadata = ModelNames.MetadataOf(model),
        AutomountServiceAccountToken = false,
    };
}
