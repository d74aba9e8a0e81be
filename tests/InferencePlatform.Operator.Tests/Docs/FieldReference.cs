using System.Text;
using System.Text.Json.Nodes;

namespace InferencePlatform.Operator.Tests.Docs;

/// <summary>The fields of a schema as tables, one for each object in it.</summary>
internal static class FieldReference
{
    public static string Write(JsonObject schema, string path)
    {
        var text = new StringBuilder();
        Write(text, schema, path, []);
        return text.ToString();
    }

    // The same kind of object at several places is told once.
    private static void Write(StringBuilder text, JsonObject schema, string path, Dictionary<string, string> told)
    {
        var body = schema["properties"]!.ToJsonString();
        if (!told.TryAdd(body, path))
        {
            return;
        }

        text.Append($"\n## `{path}`\n\n{(string?)schema["description"]}\n\n| field | is | what it does |\n|---|---|---|\n");
        var required = schema["required"]?.AsArray().Select(r => (string?)r).ToList() ?? [];
        foreach (var (name, field) in schema["properties"]!.AsObject())
        {
            var what = (string?)field!["description"];
            text.Append($"| `{name}` | {Type(field.AsObject())}{(required.Contains(name) ? ", required" : "")} | {what}{Same(field.AsObject(), told)} |\n");
        }

        WriteRules(text, schema);
        foreach (var (name, field) in schema["properties"]!.AsObject())
        {
            if (ObjectOf(field!.AsObject(), $"{path}.{name}") is var (inner, place))
            {
                Write(text, inner, place, told);
            }
        }
    }

    private static void WriteRules(StringBuilder text, JsonObject schema)
    {
        var rules = Rules(schema, "").Concat(schema["properties"]!.AsObject().Where(p => ObjectOf(p.Value!.AsObject(), "") is null).SelectMany(p => Rules(p.Value!.AsObject(), p.Key))).Distinct().ToList();
        if (rules.Count > 0)
        {
            text.Append('\n').AppendJoin('\n', rules).Append('\n');
        }
    }

    private static IEnumerable<string> Rules(JsonObject schema, string field) =>
        (schema["x-kubernetes-validations"]?.AsArray() ?? []).Select(r => $"* {(field.Length == 0 ? "" : $"`{field}`: ")}{(string?)r!["message"]}.");

    private static string Same(JsonObject field, Dictionary<string, string> told) =>
        ObjectOf(field, "") is var (inner, _) && told.TryGetValue(inner["properties"]!.ToJsonString(), out var place) ? $" As `{place}`." : "";

    private static (JsonObject Schema, string Path)? ObjectOf(JsonObject field, string path) =>
        field.ContainsKey("properties") ? (field, path)
        : field["items"] is JsonObject items && items.ContainsKey("properties") ? (items, $"{path}[]")
        : null;

    private static string Type(JsonObject field) => (string?)field["type"] switch
    {
        "array" => $"list of {Type(field["items"]!.AsObject())}, at most {field["maxItems"]}",
        "object" when field["additionalProperties"] is JsonObject values => $"map of {Type(values)}, at most {field["maxProperties"]}",
        "object" => "object",
        "boolean" => "true or false",
        "integer" => $"number{Range(field)}",
        "string" when field["enum"] is JsonArray values => string.Join(", ", values.Select(v => $"`{v}`")),
        "string" when (string?)field["format"] == "date-time" => "time",
        "string" => $"text{Length(field)}",
        _ => $"number{Range(field)} or text{Length(field)}",
    };

    private static string Range(JsonObject field) => field["maximum"] is null ? "" : $" from {field["minimum"]} to {field["maximum"]}";

    private static string Length(JsonObject field) => field["maxLength"] is { } max ? $", at most {max} characters" : "";
}
