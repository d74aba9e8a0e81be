using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Cel;

/// <summary>Values that expressions compute with, and how they come from JSON.</summary>
internal static class CelValues
{
    public static object? FromJson(JsonNode? node) => node switch
    {
        null or JsonObject or JsonArray => node,
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.Text(),
            JsonValueKind.Number => node.Integer() is { } whole ? (object?)whole : node.Number(),
            var kind => kind == JsonValueKind.True,
        },
    };

    public static bool Has(object? target, string field) => target is JsonObject fields
        ? fields[field] is not null
        : throw new CelException("no such overload");

    public static object? Get(object? target, object? key) => (target, key) switch
    {
        (JsonObject fields, string name) => fields.TryGetPropertyValue(name, out var value) ? FromJson(value) : throw new CelException($"no such key: {name}"),
        (JsonArray or List<object?>, long index) when Elements(target) is var items =>
            index >= 0 && index < items.Count ? items[(int)index] : throw new CelException($"index out of bounds: {index}"),
        _ => throw new CelException("no such overload"),
    };

    /// <summary>The elements of a list, or the keys of a map.</summary>
    public static IReadOnlyList<object?> Elements(object? target) => target switch
    {
        List<object?> list => list,
        JsonArray list => [.. list.Select(FromJson)],
        JsonObject map => [.. map.Select(entry => (object?)entry.Key)],
        _ => throw new CelException("no such overload"),
    };

    public static bool Same(object? a, object? b) => (a, b) switch
    {
        (JsonObject x, JsonObject y) => JsonAccess.Same(x, y),
        (JsonArray or List<object?>, JsonArray or List<object?>) => Elements(a) is var x && Elements(b) is var y && x.Count == y.Count && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
        (long x, double y) => x == y,
        (double x, long y) => x == y,
        _ => Equals(a, b),
    };

    public static int Compare(object? a, object? b) => (a, b) switch
    {
        (long x, long y) => x.CompareTo(y),
        (double or long, double or long) => Convert.ToDouble(a, null).CompareTo(Convert.ToDouble(b, null)),
        (string x, string y) => string.CompareOrdinal(x, y),
        (bool x, bool y) => x.CompareTo(y),
        _ => throw new CelException("no such overload"),
    };
}
