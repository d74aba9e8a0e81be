using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;

namespace InferencePlatform.Local.Controllers;

/// <summary>Whether two values are the same to the API: equal as JSON, whatever order their maps are in.</summary>
internal static class JsonEquality
{
    public static bool Same<T>(T? a, T? b) => JsonNode.DeepEquals(Node(a), Node(b));

    public static JsonNode? Node<T>(T? value) => value is null ? null : JsonSerializer.SerializeToNode(value, KubernetesJson.Options);
}
