using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>A manifest's InferenceModels to the objects that they would become, without a cluster.</summary>
internal static class OfflineRender
{
    /// <exception cref="FormatException">The manifest cannot be read, or has an InferenceModel that cannot be.</exception>
    public static string Render(string manifest, RenderContext context, ClusterCapabilities capabilities)
    {
        var models = KubernetesYaml.Read(manifest).Where(o => (string?)o["kind"] == InferenceModel.KindName).Select(Read).ToList();
        return models.Count == 0
            ? throw new FormatException("There is no InferenceModel in it.")
            : KubernetesYaml.Write(models.SelectMany(m => Renderer.Render(m, context, capabilities, m.Spec.Autoscaling?.MaxReplicas ?? m.Spec.Replicas ?? 1)).Select(Manifest.Of));
    }

    private static InferenceModel Read(JsonObject document)
    {
        try
        {
            return document.Deserialize<InferenceModel>(KubernetesJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new FormatException($"The InferenceModel '{(string?)document["metadata"]?["name"]}' cannot be read: {e.Message}", e);
        }
    }
}
