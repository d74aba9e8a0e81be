using System.Text.Json.Nodes;

namespace InferencePlatform.Local.Schema;

/// <summary>Drops nulls where the schema allows none, and sets its defaults.</summary>
internal static class Defaulting
{
    public static void Apply(JsonNode? node, SchemaNode schema)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, _) in fields.Where(e => e.Value is null && schema.Field(e.Key) is { Nullable: false } f && !ReferenceEquals(f, SchemaNode.Any)).ToArray())
                {
                    fields.Remove(name);
                }

                foreach (var (name, property) in schema.Properties)
                {
                    if (property.Default is not null && !fields.ContainsKey(name))
                    {
                        fields[name] = property.Default.DeepClone();
                    }
                }

                foreach (var (name, value) in fields.ToArray())
                {
                    if (value is not null && schema.Field(name) is { } field && !ReferenceEquals(field, SchemaNode.Any))
                    {
                        Apply(value, field);
                    }
                }

                break;
            case JsonArray list when schema.Items is { } items:
                foreach (var item in list)
                {
                    Apply(item, items);
                }

                break;
        }
    }
}
