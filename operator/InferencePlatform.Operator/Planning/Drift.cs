using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Operator.Planning;

/// <summary>
/// Whether everything that the operator says of an object holds of it. What else the object has, defaults or other
/// people's fields, does not matter.
/// </summary>
internal static class Drift
{
    private static readonly string[] Keys = ["name", "containerPort", "mountPath", "uid", "port", "topologyKey", "key"];

    /// <returns>The path of the first field that differs; null where none does.</returns>
    public static string? Find(KubernetesObject desired, KubernetesObject live) => Find(ToJson(desired), ToJson(live), "");

    private static JsonNode? ToJson(KubernetesObject o) => JsonSerializer.SerializeToNode(o, o.GetType(), KubernetesJson.Options);

    private static string? Find(JsonNode? desired, JsonNode? live, string path) => desired switch
    {
        _ when IsZero(desired) && IsZero(live) => null,
        JsonObject members when live is JsonObject other => members.Select(m => Find(m.Value, other[m.Key], $"{path}.{m.Key}")).FirstOrDefault(p => p is not null),
        JsonArray items when live is JsonArray other => FindInList(items, other, path),
        _ => JsonNode.DeepEquals(desired, live) ? null : path.TrimStart('.'),
    };

    /// <summary>The API server leaves out what is zero, empty or false, which the operator may say.</summary>
    private static bool IsZero(JsonNode? node) => node switch
    {
        null => true,
        JsonObject => false,
        JsonArray items => items.Count == 0,
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>().Length == 0,
            JsonValueKind.False => true,
            JsonValueKind.Number => node.ToJsonString() == "0",
            _ => false,
        },
    };

    // Where elements have a key, others may have added some of their own; other lists belong to one party as a whole.
    private static string? FindInList(JsonArray desired, JsonArray live, string path)
    {
        if (KeyOf(desired) is not { } key)
        {
            return desired.Count != live.Count
                ? path.TrimStart('.')
                : desired.Select((item, i) => Find(item, live[i], $"{path}[{i}]")).FirstOrDefault(p => p is not null);
        }

        foreach (var item in desired)
        {
            var value = item![key]!;
            var match = live.FirstOrDefault(l => JsonNode.DeepEquals(l?[key], value));
            if (Find(item, match, $"{path}[{key}={value}]") is { } field)
            {
                return field;
            }
        }

        return null;
    }

    private static string? KeyOf(JsonArray items) => Keys.FirstOrDefault(k => items.All(i => i is JsonObject o && o.ContainsKey(k)));
}
