using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Yaml;

namespace InferencePlatform.Chart.Tests.Rendering;

/// <summary>The objects of a rendering, in an order that does not hang on the renderer.</summary>
internal static class RenderedObjects
{
    public static IReadOnlyList<JsonObject> Read(string manifest) =>
        [.. KubernetesYaml.Read(manifest).OrderBy(Identity, StringComparer.Ordinal)];

    public static string Identity(JsonObject o) => $"{o.Text("kind")} {o.Text("metadata.namespace")}/{o.Text("metadata.name")}";

    /// <summary>As a golden file has them: of the CustomResourceDefinition only the head, as its body is a file of its own.</summary>
    public static string Golden(string manifest) => KubernetesYaml.Write(Read(manifest).Select(HeadOfDefinition));

    private static JsonObject HeadOfDefinition(JsonObject o)
    {
        if (o.Text("kind") == "CustomResourceDefinition")
        {
            o.Remove("spec");
        }

        return o;
    }
}
