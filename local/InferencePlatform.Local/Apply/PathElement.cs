using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;

namespace InferencePlatform.Local.Apply;

/// <summary>
/// The steps of a path in <c>FieldsV1</c>, kept in the form they have there: <c>f:name</c> for a field, <c>k:{…}</c> for
/// the element of a keyed list, <c>v:…</c> for the element of a set.
/// </summary>
internal static class PathElement
{
    public static string Field(string name) => "f:" + name;

    /// <summary>The field a step names; null for elements of lists.</summary>
    public static string? FieldName(string element) => element.StartsWith("f:", StringComparison.Ordinal) ? element[2..] : null;

    /// <summary>The step to an element of a keyed list or a set.</summary>
    /// <exception cref="InvalidDataException">The element lacks a key that has no default.</exception>
    public static string Item(SchemaNode list, JsonNode? item)
    {
        if (list.Merge == MergeKind.Set)
        {
            return "v:" + item.Shown();
        }

        var key = new JsonObject();
        foreach (var name in list.Keys.Order(StringComparer.Ordinal))
        {
            key[name] = (item.At(name) ?? list.Items?.Field(name)?.Default)?.DeepClone()
                ?? throw new InvalidDataException($"associative list with keys has an element that omits key field \"{name}\" (and doesn't have default value)");
        }

        return "k:" + key.Shown();
    }

    /// <summary>A path in the form that error messages have.</summary>
    public static string Show(IEnumerable<string> path)
    {
        var text = new StringBuilder();
        foreach (var element in path)
        {
            Append(text, element);
        }

        return text.ToString();
    }

    /// <summary>The step in the form that error messages have.</summary>
    public static void Append(StringBuilder path, string element)
    {
        switch (element[0])
        {
            case 'f':
                path.Append('.').Append(element, 2, element.Length - 2);
                break;
            case 'k':
                var key = JsonTree.ParseObject(Encoding.UTF8.GetBytes(element[2..]));
                path.Append('[').AppendJoin(',', key.Select(entry => $"{entry.Key}={entry.Value.Shown()}")).Append(']');
                break;
            default:
                path.Append(CultureInfo.InvariantCulture, $"[={element[2..]}]");
                break;
        }
    }
}
