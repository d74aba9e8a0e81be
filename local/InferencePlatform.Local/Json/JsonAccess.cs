using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferencePlatform.Local.Json;

/// <summary>Reads parts of a JSON tree without failing where they are missing or of another kind.</summary>
internal static class JsonAccess
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions ShownOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    public static string? Text(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static string TextAt(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path).Text() ?? "";

    public static bool Flag(this JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static long? Integer(this JsonNode? node) =>
        node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number ? null
        : value.TryGetValue<long>(out var number) ? number
        : value.TryGetValue<int>(out var small) ? small
        : value.TryGetValue<double>(out var real) && real == Math.Floor(real) && Math.Abs(real) < 1e15 ? (long)real : null;

    public static double? Number(this JsonNode? node) =>
        node.Integer() is { } whole ? whole
        : node is JsonValue value && value.TryGetValue<double>(out var real) ? real : null;

    public static JsonObject Child(this JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }

        return child;
    }

    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => (node as JsonArray)?.OfType<JsonObject>() ?? [];

    public static bool Same(JsonNode? a, JsonNode? b) => JsonNode.DeepEquals(a, b);

    /// <summary>The text to show in messages: as JSON, short enough to read.</summary>
    public static string Shown(this JsonNode? node) => node?.ToJsonString(ShownOptions) ?? "null";

    public static byte[] ToUtf8(this JsonNode node)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            node.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static JsonObject Copy(this JsonObject node) => (JsonObject)node.DeepClone();
}
