using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;

namespace InferencePlatform.Operator.Rendering;

/// <summary>A short digest of an object's content; the order of members does not matter.</summary>
internal static class ContentHash
{
    /// <summary>64 bits, which is plenty to tell one object's states apart.</summary>
    private const int HexDigits = 16;

    public static string Of(object content)
    {
        var json = JsonSerializer.SerializeToNode(content, content.GetType(), KubernetesJson.Options);
        var text = Sorted(json)?.ToJsonString(KubernetesJson.Options) ?? "null";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HexDigits];
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
