using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Schema;

/// <summary>
/// Checks an object against a structural schema and its rules. As in Kubernetes, what an update leaves as it was is not
/// held against it, and rules run only where the structure is right.
/// </summary>
internal static class SchemaValidator
{
    public static void Validate(JsonObject o, JsonObject? old, SchemaNode schema, FieldErrors errors)
    {
        Structure(o, old, schema, "", errors);
        if (!errors.Any)
        {
            Rules(o, old, schema, "", errors, old is not null);
        }
    }

    private static void Structure(JsonNode? node, JsonNode? old, SchemaNode schema, string path, FieldErrors errors)
    {
        if (old is not null && JsonAccess.Same(node, old))
        {
            return;
        }

        if (node is null && schema.Nullable)
        {
            return;
        }

        if (!HasType(node, schema))
        {
            var found = node is null ? "null" : TypeName(node);
            errors.WrongType(Shown(path), node is JsonObject or JsonArray || node is null ? JsonValue.Create(found) : node, $"{Shown(path)} in body must be of type {(schema.IntOrString ? "integer,string" : schema.Type)}: \"{found}\"");
            return;
        }

        if (schema.Enum.Count > 0 && !schema.Enum.Any(e => JsonAccess.Same(e, node)))
        {
            errors.Unsupported(Shown(path), node, schema.Enum.Select(e => e.Text() ?? e.Shown()));
        }

        switch (node)
        {
            case JsonObject fields:
                Fields(fields, old as JsonObject, schema, path, errors);
                break;
            case JsonArray list:
                List(list, old as JsonArray, schema, path, errors);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Text(value.Text()!, schema, path, errors);
                break;
            case JsonValue value when value.Number() is { } number:
                Number(value, number, schema, path, errors);
                break;
        }
    }

    private static void Fields(JsonObject fields, JsonObject? old, SchemaNode schema, string path, FieldErrors errors)
    {
        if (schema.MaxProperties is { } most && fields.Count > most)
        {
            errors.TooMany(Shown(path), fields.Count, most);
        }

        if (schema.MinProperties is { } least && fields.Count < least)
        {
            errors.Invalid(Shown(path), fields.Count, $"{Shown(path)} in body should have at least {least} properties");
        }

        foreach (var name in schema.Required.Where(name => fields[name] is null && (!fields.ContainsKey(name) || !(schema.Field(name)?.Nullable ?? false))))
        {
            errors.Required(Inner(path, name));
        }

        foreach (var (name, value) in fields)
        {
            if (schema.Field(name) is { } field && !(value is null && schema.Required.Contains(name)))
            {
                Structure(value, old?[name], field, Inner(path, name), errors);
            }
        }
    }

    private static void List(JsonArray list, JsonArray? old, SchemaNode schema, string path, FieldErrors errors)
    {
        if (schema.MaxItems is { } most && list.Count > most)
        {
            errors.TooMany(Shown(path), list.Count, most);
        }

        if (schema.MinItems is { } least && list.Count < least)
        {
            errors.Invalid(Shown(path), list.Count, string.Create(CultureInfo.InvariantCulture, $"{Shown(path)} in body should have at least {least} items"));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var inner = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (schema.Merge is MergeKind.Set or MergeKind.Map && Identity(list[i], schema) is var identity && !seen.Add(identity.ToJsonString()))
            {
                errors.Duplicate(inner, identity);
            }

            if (schema.Items is { } items)
            {
                Structure(list[i], Counterpart(list[i], i, old, schema), items, inner, errors);
            }
        }
    }

    private static void Text(string text, SchemaNode schema, string path, FieldErrors errors)
    {
        var length = text.EnumerateRunes().Count();
        if (schema.MaxLength is { } most && length > most)
        {
            errors.TooLong(Shown(path), most);
        }

        if (schema.MinLength is { } least && length < least)
        {
            errors.Invalid(Shown(path), text, string.Create(CultureInfo.InvariantCulture, $"{Shown(path)} in body should be at least {least} chars long"));
        }

        if (schema.Pattern is { } pattern && !Matches(pattern, text))
        {
            errors.Invalid(Shown(path), text, $"{Shown(path)} in body should match '{pattern}'");
        }

        if (schema.Format == "date-time" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
        {
            errors.Invalid(Shown(path), text, $"{Shown(path)} in body must be of type date-time: \"{text}\"");
        }
    }

    private static void Number(JsonValue value, double number, SchemaNode schema, string path, FieldErrors errors)
    {
        if (schema.Minimum is { } least && (number < least || (schema.ExclusiveMinimum && number == least)))
        {
            errors.Invalid(Shown(path), value, string.Create(CultureInfo.InvariantCulture, $"{Shown(path)} in body should be greater than {(schema.ExclusiveMinimum ? "" : "or equal to ")}{least}"));
        }

        if (schema.Maximum is { } most && (number > most || (schema.ExclusiveMaximum && number == most)))
        {
            errors.Invalid(Shown(path), value, string.Create(CultureInfo.InvariantCulture, $"{Shown(path)} in body should be less than {(schema.ExclusiveMaximum ? "" : "or equal to ")}{most}"));
        }

        if (schema.Format == "int32" && Math.Abs(number) > int.MaxValue)
        {
            errors.Invalid(Shown(path), value, $"{Shown(path)} in body must be of type int32: \"{value.Shown()}\"");
        }
    }

    private static void Rules(JsonNode? node, JsonNode? old, SchemaNode schema, string path, FieldErrors errors, bool update)
    {
        if (node is null)
        {
            return;
        }

        var unchanged = update && old is not null && JsonAccess.Same(node, old);
        foreach (var rule in schema.Rules)
        {
            if (!unchanged || rule.ComparesWithOld)
            {
                rule.Check(node, old, path, errors);
            }
        }

        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    if (schema.Field(name) is { } field && !ReferenceEquals(field, SchemaNode.Any))
                    {
                        Rules(value, (old as JsonObject)?[name], field, Inner(path, name), errors, update);
                    }
                }

                break;
            case JsonArray list when schema.Items is { } items:
                for (var i = 0; i < list.Count; i++)
                {
                    Rules(list[i], Counterpart(list[i], i, old as JsonArray, schema), items, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), errors, update);
                }

                break;
        }
    }

    /// <summary>Only elements of keyed lists can be told to be the same as before.</summary>
    private static JsonNode? Counterpart(JsonNode? item, int index, JsonArray? old, SchemaNode schema) =>
        old is null ? null
        : schema.Merge == MergeKind.Map ? old.FirstOrDefault(o => JsonAccess.Same(Identity(o, schema), Identity(item, schema)))
        : index < old.Count && JsonAccess.Same(old[index], item) ? old[index] : null;

    private static JsonNode Identity(JsonNode? item, SchemaNode schema)
    {
        if (schema.Merge == MergeKind.Set || item is not JsonObject fields)
        {
            return item?.DeepClone() ?? JsonValue.Create("null");
        }

        return new JsonObject(schema.Keys.Where(fields.ContainsKey).Select(k => KeyValuePair.Create(k, fields[k]?.DeepClone())));
    }

    private static bool HasType(JsonNode? node, SchemaNode schema) =>
        schema.IntOrString ? node.Text() is not null || node.Integer() is not null
        : schema.Type switch
        {
            "" => true,
            "object" => node is JsonObject,
            "array" => node is JsonArray,
            "string" => node.Text() is not null || (schema.Format == "quantity" && node.Number() is not null),
            "integer" => node.Integer() is not null,
            "number" => node.Number() is not null,
            "boolean" => node is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            _ => true,
        };

    public static string TypeName(JsonNode node) => node switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => node.Integer() is null ? "number" : "integer",
            _ => "boolean",
        },
    };

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Inner(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Shown(string path) => path.Length == 0 ? "<nil>" : path;
}
