using System.Text.Json.Nodes;
using InferencePlatform.Local.Api;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Patching;

/// <summary>
/// Kubernetes' strategic merge patch: like a JSON merge patch, but lists with a merge key are merged element by element,
/// and directives (<c>$patch</c>, <c>$setElementOrder</c>, <c>$deleteFromPrimitiveList</c>, <c>$retainKeys</c>) say more.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string Order = "$setElementOrder/";
    private const string DeleteFrom = "$deleteFromPrimitiveList/";

    /// <exception cref="StatusException">400: the patch has a directive that does not exist, or an element without its merge key.</exception>
    public static JsonObject Apply(JsonObject target, JsonObject patch, SchemaNode schema) => Fields(target, patch, schema);

    private static JsonObject Fields(JsonObject? target, JsonObject patch, SchemaNode schema)
    {
        switch (patch[Directive].Text())
        {
            case "replace":
                return new JsonObject(patch.Where(e => e.Key != Directive).Select(e => KeyValuePair.Create(e.Key, e.Value?.DeepClone())));
            case "delete":
                return [];
            case not (null or "merge"):
                throw StatusException.BadRequest($"Unknown directive type '{patch[Directive].Text()}' in a strategic merge patch.");
        }

        var result = target?.Copy() ?? [];
        if (patch[RetainKeys] is JsonArray retained)
        {
            var names = retained.Select(n => n.Text()).ToHashSet();
            foreach (var name in result.Select(e => e.Key).Where(n => !names.Contains(n)).ToArray())
            {
                result.Remove(name);
            }
        }

        foreach (var (name, value) in patch.Where(e => e.Key.StartsWith(DeleteFrom, StringComparison.Ordinal)))
        {
            if (result[name[DeleteFrom.Length..]] is JsonArray list && value is JsonArray gone)
            {
                result[name[DeleteFrom.Length..]] = new JsonArray([.. list.Where(i => !gone.Any(g => JsonAccess.Same(g, i))).Select(i => i?.DeepClone())]);
            }
        }

        foreach (var (name, value) in patch.Where(e => !e.Key.StartsWith('$')))
        {
            var field = schema.Field(name) ?? SchemaNode.Any;
            if (value is null)
            {
                result.Remove(name);
            }
            else if (value is JsonArray items && field.PatchMerges)
            {
                result[name] = Items(result[name] as JsonArray ?? [], items, field);
            }
            else
            {
                result[name] = value is JsonObject inner ? Fields(result[name] as JsonObject, inner, field) : value.DeepClone();
            }
        }

        foreach (var (name, value) in patch.Where(e => e.Key.StartsWith(Order, StringComparison.Ordinal)))
        {
            var field = name[Order.Length..];
            if (result[field] is JsonArray list && value is JsonArray order)
            {
                result[field] = Ordered(list, order, schema.Field(field)?.PatchMergeKey);
            }
        }

        return result;
    }

    private static JsonArray Items(JsonArray target, JsonArray patch, SchemaNode schema)
    {
        if (schema.PatchMergeKey is not { } key)
        {
            return new JsonArray([.. target.Concat(patch.Where(p => !target.Any(t => JsonAccess.Same(t, p)))).Select(i => i?.DeepClone())]);
        }

        var merged = target.Objects().Select(o => o.Copy()).ToList();
        if (patch.Objects().Any(o => o.TextAt(Directive) == "replace" && o[key] is null))
        {
            return new JsonArray([.. patch.Objects().Where(o => !o.ContainsKey(Directive)).Select(o => (JsonNode)o.Copy())]);
        }

        foreach (var item in patch.Objects())
        {
            var value = item[key] ?? throw StatusException.BadRequest($"map: {item.ToJsonString()} does not contain declared merge key: {key}");
            var index = merged.FindIndex(m => JsonAccess.Same(m[key], value));
            if (item.TextAt(Directive) == "delete")
            {
                merged.RemoveAll(m => JsonAccess.Same(m[key], value));
            }
            else if (index < 0)
            {
                merged.Add(Fields(null, item, schema.Items ?? SchemaNode.Any));
            }
            else
            {
                merged[index] = Fields(merged[index], item, schema.Items ?? SchemaNode.Any);
            }
        }

        return new JsonArray([.. merged]);
    }

    /// <summary>Elements named in the order take its places; the others stay behind the one they followed.</summary>
    private static JsonArray Ordered(JsonArray list, JsonArray order, string? key)
    {
        JsonNode? Identity(JsonNode? item) => key is null ? item : item.At(key);
        int Rank(JsonNode? identity) => order.ToList().FindIndex(o => JsonAccess.Same(key is null ? o : o.At(key), identity));

        var last = -1;
        var ranked = list.Select((item, index) =>
        {
            var rank = Rank(Identity(item));
            last = rank < 0 ? last : rank;
            return (Item: item, Rank: rank < 0 ? last : rank, Named: rank >= 0, Index: index);
        }).ToList();
        return new JsonArray([.. ranked.OrderBy(r => r.Rank).ThenBy(r => !r.Named).ThenBy(r => r.Index).Select(r => r.Item?.DeepClone())]);
    }
}
