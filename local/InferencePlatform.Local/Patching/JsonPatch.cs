using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Api;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Patching;

/// <summary>JSON Patch, RFC 6902, with pointers of RFC 6901.</summary>
internal static class JsonPatch
{
    /// <summary>As many as the API server takes.</summary>
    private const int OperationLimit = 10_000;

    /// <exception cref="StatusException">The patch is malformed (400), too long (413), or does not fit the object (422).</exception>
    public static JsonObject Apply(JsonObject target, JsonNode? patch)
    {
        if (patch is not JsonArray operations)
        {
            throw StatusException.BadRequest("error decoding patch: a JSON patch is an array of operations.");
        }

        if (operations.Count > OperationLimit)
        {
            throw new StatusException(413, "RequestEntityTooLarge", $"The allowed maximum operations in a JSON patch is {OperationLimit}, got {operations.Count}");
        }

        JsonNode root = target.DeepClone();
        foreach (var operation in operations.Objects())
        {
            var path = operation["path"].Text() ?? throw StatusException.BadRequest("error decoding patch: an operation has no path.");
            switch (operation.TextAt("op"))
            {
                case "add":
                    Add(ref root, path, operation["value"]?.DeepClone());
                    break;
                case "replace":
                    Remove(root, path);
                    Add(ref root, path, operation["value"]?.DeepClone());
                    break;
                case "remove":
                    Remove(root, path);
                    break;
                case "move":
                    var moved = Remove(root, operation.TextAt("from"));
                    Add(ref root, path, moved);
                    break;
                case "copy":
                    Add(ref root, path, Find(root, operation.TextAt("from"))?.DeepClone());
                    break;
                case "test":
                    if (!JsonAccess.Same(Find(root, path), operation["value"]))
                    {
                        throw Unfit($"testing value {path} failed");
                    }

                    break;
                case var other:
                    throw StatusException.BadRequest($"error decoding patch: unexpected kind of operation: {other}");
            }
        }

        return root as JsonObject ?? throw Unfit("the result is no object");
    }

    private static string[] Steps(string path) => path.Length == 0 ? []
        : path[0] == '/' ? [.. path[1..].Split('/').Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
        : throw Unfit($"the path {path} does not begin with /");

    private static JsonNode? Find(JsonNode root, string path) => Steps(path).Aggregate<string, JsonNode?>(root, (node, step) => Get(node, step, path));

    private static JsonNode? Get(JsonNode? node, string step, string path) => node switch
    {
        JsonObject fields when fields.TryGetPropertyValue(step, out var value) => value,
        JsonArray list when Index(step, list.Count - 1, path) is var index => list[index],
        _ => throw Missing(path),
    };

    private static (JsonNode? Parent, string Step) Parent(JsonNode root, string path)
    {
        var steps = Steps(path);
        return steps.Length == 0
            ? throw Unfit("the whole document cannot be taken out")
            : (steps[..^1].Aggregate<string, JsonNode?>(root, (node, step) => Get(node, step, path)), steps[^1]);
    }

    private static void Add(ref JsonNode root, string path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            root = value ?? throw Unfit("the whole document cannot be null");
            return;
        }

        switch (Parent(root, path))
        {
            case (JsonObject fields, var name):
                fields[name] = value;
                break;
            case (JsonArray list, "-"):
                list.Add(value);
                break;
            case (JsonArray list, var step):
                list.Insert(Index(step, list.Count, path), value);
                break;
            default:
                throw Missing(path);
        }
    }

    private static JsonNode? Remove(JsonNode root, string path)
    {
        var (parent, step) = Parent(root, path);
        var value = Get(parent, step, path);
        if (parent is JsonObject fields)
        {
            fields.Remove(step);
        }
        else if (parent is JsonArray list)
        {
            list.RemoveAt(Index(step, list.Count - 1, path));
        }

        return value;
    }

    private static int Index(string step, int last, string path) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= last ? index : throw Missing(path);

    private static StatusException Missing(string path) => Unfit($"the server rejected our request due to an error in our request: nothing is at {path}");

    private static StatusException Unfit(string message) => new(422, "Invalid", message);
}
