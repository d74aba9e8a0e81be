using System.Text.Json.Nodes;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Json;

/// <summary>
/// Puts the entries of maps in the order of their names, as a real server sends them: of every object in custom
/// resources, of those that users name in built-in kinds.
/// </summary>
internal static class KeyOrder
{
    public static void Sort(JsonNode? node, SchemaNode schema, bool everywhere)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    Sort(value, schema.Field(name) ?? SchemaNode.Any, everywhere);
                }

                if (everywhere || schema.Properties.Count == 0)
                {
                    Sort(fields);
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Sort(item, schema.Items ?? SchemaNode.Any, everywhere);
                }

                break;
        }
    }

    private static void Sort(JsonObject fields)
    {
        var sorted = fields.OrderBy(e => e.Key, StringComparer.Ordinal).ToList();
        fields.Clear();
        foreach (var (name, value) in sorted)
        {
            fields.Add(name, value);
        }
    }
}
