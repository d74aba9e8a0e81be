using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferencePlatform.Local.Json;

/// <summary>
/// Parses JSON into a tree that several threads may read, notes fields that are there twice (the last one stays, as in
/// Kubernetes), and refuses nesting deeper than 64.
/// </summary>
internal static class JsonTree
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null) =>
        Parse(utf8, duplicates) as JsonObject ?? throw new JsonException("Expected a JSON object.");

    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        if (!reader.Read())
        {
            throw new JsonException("Expected JSON, found nothing.");
        }

        var node = Value(ref reader, "", duplicates);
        return reader.Read() ? throw new JsonException("Something follows the JSON value.") : node;
    }

    private static JsonNode? Value(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Object(ref reader, path, duplicates);
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(Value(ref reader, duplicates is null ? path : $"{path}[{list.Count}]", duplicates));
                }

                return list;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble());
            case JsonTokenType.True or JsonTokenType.False:
                return JsonValue.Create(reader.GetBoolean());
            default:
                return null;
        }
    }

    private static JsonObject Object(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates)
    {
        var node = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var inner = duplicates is null ? "" : path.Length == 0 ? name : $"{path}.{name}";
            reader.Read();
            if (node.ContainsKey(name))
            {
                duplicates?.Add(inner);
            }

            node[name] = Value(ref reader, inner, duplicates);
        }

        return node;
    }
}
