using System.Text.Json.Nodes;

namespace InferencePlatform.TestCluster.Client;

/// <summary>Short ways to make and read JSON in tests.</summary>
public static class Json
{
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

    public static string ResourceVersion(this JsonNode node) => node.Text("metadata.resourceVersion")!;

    public static string Name(this JsonNode node) => node.Text("metadata.name")!;

    public static IEnumerable<JsonNode> Items(this JsonNode list) => list["items"]!.AsArray().Select(item => item!);

    public static IEnumerable<string> Names(this JsonNode list) => list.Items().Select(Name);
}
