using System.Text.Json.Nodes;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Apply;

/// <summary>Merges an applied object into the live one, as the schema says lists and maps are merged.</summary>
internal static class TypedMerge
{
    /// <summary>The live object with all that the applied one has; nothing is removed.</summary>
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, SchemaNode schema)
    {
        switch (live, applied)
        {
            case (_, null):
                return live?.DeepClone();
            case (JsonObject old, JsonObject now) when schema.Merge != MergeKind.Atomic:
                var fields = new JsonObject(old.Select(e => KeyValuePair.Create(e.Key, now.ContainsKey(e.Key) ? null : e.Value?.DeepClone())));
                foreach (var (name, value) in now)
                {
                    fields[name] = Merge(old[name], value, schema.Field(name) ?? SchemaNode.Any);
                }

                return fields;
            case (null, JsonObject now) when schema.Merge != MergeKind.Atomic:
                return new JsonObject(now.Select(e => KeyValuePair.Create(e.Key, Merge(null, e.Value, schema.Field(e.Key) ?? SchemaNode.Any))));
            case (JsonArray or null, JsonArray now) when schema.Merge is MergeKind.Map or MergeKind.Set:
                return Items(live as JsonArray ?? [], now, schema);
            default:
                return applied.DeepClone();
        }
    }

    /// <summary>The object without the paths of a set.</summary>
    public static JsonNode? Remove(JsonNode? node, FieldSet set, SchemaNode schema)
    {
        if (set.IsEmpty || !FieldWalker.IsGranular(node, schema))
        {
            return node?.DeepClone();
        }

        if (node is JsonObject fields)
        {
            var kept = new JsonObject();
            foreach (var (name, value) in fields)
            {
                var inner = set.Child(PathElement.Field(name));
                if (inner is not { IsMember: true })
                {
                    kept[name] = inner is null ? value?.DeepClone() : Remove(value, inner, schema.Field(name) ?? SchemaNode.Any);
                }
            }

            return kept;
        }

        var items = new JsonArray();
        foreach (var item in (JsonArray)node!)
        {
            var inner = set.Child(PathElement.Item(schema, item));
            if (inner is not { IsMember: true })
            {
                items.Add(inner is null ? item?.DeepClone() : Remove(item, inner, schema.Items ?? SchemaNode.Any));
            }
        }

        return items;
    }

    /// <summary>Elements of the live list keep their places as far as the order of the applied ones allows.</summary>
    private static JsonArray Items(JsonArray live, JsonArray applied, SchemaNode schema)
    {
        var items = schema.Items ?? SchemaNode.Any;
        var wanted = new OrderedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in applied)
        {
            wanted[PathElement.Item(schema, item)] = item;
        }

        var found = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in live)
        {
            found[PathElement.Item(schema, item)] = item;
        }

        var merged = new JsonArray();
        var next = 0;
        foreach (var (element, item) in found)
        {
            if (!wanted.TryGetValue(element, out _))
            {
                merged.Add(item?.DeepClone());
                continue;
            }

            // All applied elements up to this one come first; those already taken stay where they are.
            for (var index = wanted.IndexOf(element); next <= index; next++)
            {
                Take(next);
            }
        }

        for (; next < wanted.Count; next++)
        {
            Take(next);
        }

        return merged;

        void Take(int index)
        {
            var (element, item) = wanted.GetAt(index);
            merged.Add(Merge(found.GetValueOrDefault(element), item, items));
        }
    }
}
