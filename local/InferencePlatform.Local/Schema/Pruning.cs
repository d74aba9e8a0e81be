using System.Text.Json.Nodes;

namespace InferencePlatform.Local.Schema;

/// <summary>Drops what a schema does not know, and says what that was.</summary>
internal static class Pruning
{
    /// <returns>The paths of the dropped fields, in the form that the API server reports them.</returns>
    public static IReadOnlyList<string> Prune(JsonObject root, SchemaNode schema)
    {
        var dropped = new List<string>();
        Prune(root, schema, "", dropped);
        return dropped;
    }

    private static void Prune(JsonNode? node, SchemaNode schema, string path, List<string> dropped)
    {
        if (node is JsonArray list && schema.Items is { } items)
        {
            for (var i = 0; i < list.Count; i++)
            {
                Prune(list[i], items, $"{path}[{i}]", dropped);
            }
        }

        if (node is not JsonObject fields || ReferenceEquals(schema, SchemaNode.Any))
        {
            return;
        }

        foreach (var (name, value) in fields.ToArray())
        {
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            if (schema.Field(name) is { } field)
            {
                Prune(value, field, inner, dropped);
            }
            else
            {
                dropped.Add(inner);
                fields.Remove(name);
            }
        }
    }
}
