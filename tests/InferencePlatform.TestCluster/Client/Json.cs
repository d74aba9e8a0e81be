using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferencePlatform.TestCluster.Client;

/// <summary>Short ways to make and read JSON in tests.</summary>
public static class Json
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Of(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>The value at a path such as <c>spec.containers[0].image</c>, or null where there is none.</summary>
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var step in path.Split('.'))
        {
            var (name, index) = step.Split('[') is [var before, var after] ? (before, int.Parse(after.TrimEnd(']'), null)) : (step, -1);
            node = name.Length == 0 ? node : (node as JsonObject)?[name];
            node = index < 0 ? node : index < (node as JsonArray)?.Count ? node![index] : null;
        }

        return node;
    }

    /// <summary>The text at a path; numbers and booleans as JSON writes them.</summary>
    public static string? Text(this JsonNode? node, string path) => node.At(path)?.ToString();

    /// <summary>A copy in which the value at a dotted path of objects is another; the objects on the way must be there.</summary>
    public static JsonObject With(this JsonNode node, string path, JsonNode? value)
    {
        var copy = node.DeepClone().AsObject();
        var steps = path.Split('.');
        var holder = steps[..^1].Aggregate(copy, (at, step) => at[step]!.AsObject());
        holder[steps[^1]] = value;
        return copy;
    }

    /// <summary>The JSON as text, with the names of each object in order: whether two servers say the same.</summary>
    public static string Sorted(this JsonNode node) => Ordered(node)!.ToJsonString(Readable);

    public static string ResourceVersion(this JsonNode node) => node.Text("metadata.resourceVersion")!;

    public static string Name(this JsonNode node) => node.Text("metadata.name")!;

    public static IEnumerable<JsonNode> Items(this JsonNode list) => list["items"]!.AsArray().Select(item => item!);

    public static IEnumerable<string> Names(this JsonNode list) => list.Items().Select(Name);

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject of => new JsonObject(of.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Ordered(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Ordered)]),
        _ => node?.DeepClone(),
    };
}
