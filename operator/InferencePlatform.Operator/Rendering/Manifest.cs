using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Operator.Rendering;

/// <summary>Objects in the order of members that people write manifests in.</summary>
internal static class Manifest
{
    private static readonly string[] First = ["apiVersion", "kind", "metadata"];

    public static JsonObject Of(KubernetesObject o)
    {
        var json = JsonSerializer.SerializeToNode(o, o.GetType(), KubernetesJson.Options)!.AsObject();
        return new JsonObject(First.Where(json.ContainsKey).Concat(json.Select(m => m.Key).Except(First)).Select(name => KeyValuePair.Create(name, json[name]?.DeepClone())));
    }
}
