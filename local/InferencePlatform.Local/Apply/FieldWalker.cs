using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Apply;

/// <summary>Which paths two objects differ in.</summary>
internal sealed record FieldChanges(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    public FieldSet Written => Added.Union(Modified);
}

/// <summary>Finds the paths of an object, and those in which two objects differ.</summary>
internal static class FieldWalker
{
    /// <summary>The paths that an applied object claims.</summary>
    /// <exception cref="InvalidDataException">A keyed list has an element twice, or one without its key.</exception>
    public static FieldSet Of(JsonNode? node, SchemaNode schema)
    {
        var found = new FieldSet.Builder();
        Claim(node, schema, [], found);
        return found.Set;
    }

    public static FieldChanges Compare(JsonNode? before, JsonNode? after, SchemaNode schema)
    {
        var (added, modified, removed) = (new FieldSet.Builder(), new FieldSet.Builder(), new FieldSet.Builder());
        Compare(before, after, schema, [], added, modified, removed);
        return new FieldChanges(added.Set, modified.Set, removed.Set);
    }

    /// <summary>Whether a node is owned field by field, or element by element, rather than as a whole.</summary>
    public static bool IsGranular(JsonNode? node, SchemaNode schema) => node switch
    {
        JsonObject => schema.Merge != MergeKind.Atomic,
        JsonArray => schema.Merge is MergeKind.Map or MergeKind.Set,
        _ => false,
    };

    private static void Claim(JsonNode? node, SchemaNode schema, List<string> path, FieldSet.Builder found)
    {
        if (!IsGranular(node, schema))
        {
            found.Add(path);
            return;
        }

        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    path.Add(PathElement.Field(name));
                    Claim(value, schema.Field(name) ?? SchemaNode.Any, path, found);
                    if (value is JsonObject { Count: 0 } || !schema.IsNamed(name))
                    {
                        found.Add(path);
                    }

                    path.RemoveAt(path.Count - 1);
                }

                break;
            case JsonArray items:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var item in items)
                {
                    var element = PathElement.Item(schema, item);
                    if (!seen.Add(element))
                    {
                        throw new InvalidDataException($"{PathElement.Show(path)}: duplicate entries for key {PathElement.Show([element])}");
                    }

                    path.Add(element);
                    Claim(item, schema.Items ?? SchemaNode.Any, path, found);
                    found.Add(path);
                    path.RemoveAt(path.Count - 1);
                }

                break;
        }
    }

    private static void Compare(JsonNode? before, JsonNode? after, SchemaNode schema, List<string> path, FieldSet.Builder added, FieldSet.Builder modified, FieldSet.Builder removed)
    {
        var granular = IsGranular(before, schema) || IsGranular(after, schema);
        if (!granular || (IsVoid(before) && IsVoid(after)) || (before is not null && after is not null && before.GetType() != after.GetType()))
        {
            if (before is null || after is null)
            {
                (before is null ? added : removed).Add(path);
            }
            else if (!JsonAccess.Same(before, after))
            {
                modified.Add(path);
            }

            return;
        }

        foreach (var (element, old, now, inner) in Pairs(before, after, schema))
        {
            path.Add(element);
            if (old is not null || now is not null)
            {
                Compare(old, now, inner, path, added, modified, removed);
            }

            path.RemoveAt(path.Count - 1);
        }

        if (path.Count > 0 && (before is null || after is null))
        {
            (before is null ? added : removed).Add(path);
        }
    }

    private static IEnumerable<(string Element, JsonNode? Before, JsonNode? After, SchemaNode Schema)> Pairs(JsonNode? before, JsonNode? after, SchemaNode schema)
    {
        if ((before ?? after) is JsonObject)
        {
            var (old, now) = (before as JsonObject ?? [], after as JsonObject ?? []);
            return old.Select(e => e.Key).Union(now.Select(e => e.Key))
                .Select(name => (PathElement.Field(name), old[name], now[name], schema.Field(name) ?? SchemaNode.Any));
        }

        var (oldItems, newItems) = (Index(before, schema), Index(after, schema));
        return oldItems.Keys.Union(newItems.Keys)
            .Select(element => (element, oldItems.GetValueOrDefault(element), newItems.GetValueOrDefault(element), schema.Items ?? SchemaNode.Any));
    }

    private static Dictionary<string, JsonNode?> Index(JsonNode? list, SchemaNode schema)
    {
        var index = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in list as JsonArray ?? [])
        {
            index[PathElement.Item(schema, item)] = item;
        }

        return index;
    }

    private static bool IsVoid(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
