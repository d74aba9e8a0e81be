using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferencePlatform.Local.Cel;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Schema;

/// <summary>Reads the JSON of a structural schema, and compiles its patterns and rules.</summary>
internal static class SchemaReader
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    /// <param name="schema">The schema as a CustomResourceDefinition has it.</param>
    /// <param name="metadata">What stands for the field <c>metadata</c> of the root.</param>
    /// <exception cref="InvalidDataException">A pattern or a rule cannot be evaluated here; the message names it.</exception>
    public static SchemaNode Read(JsonObject schema, SchemaNode? metadata = null) => Read(schema, metadata, "");

    private static SchemaNode Read(JsonObject schema, SchemaNode? metadata, string path)
    {
        var properties = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var (name, value) in schema["properties"] as JsonObject ?? [])
        {
            properties[name] = metadata is not null && name == "metadata" ? metadata : Read(value!.AsObject(), null, $"{path}.{name}");
        }

        if (metadata is not null)
        {
            properties["metadata"] = metadata;
            properties.TryAdd("apiVersion", new SchemaNode { Type = "string" });
            properties.TryAdd("kind", new SchemaNode { Type = "string" });
        }

        var node = new SchemaNode
        {
            Type = schema.TextAt("type"),
            Format = schema.TextAt("format"),
            Properties = properties,
            AdditionalProperties = schema["additionalProperties"] is JsonObject values ? Read(values, null, path + ".*") : schema["additionalProperties"].Flag() ? SchemaNode.Any : null,
            Items = schema["items"] is JsonObject items ? Read(items, null, path + "[]") : null,
            PreserveUnknown = schema["x-kubernetes-preserve-unknown-fields"].Flag(),
            IntOrString = schema["x-kubernetes-int-or-string"].Flag(),
            Nullable = schema["nullable"].Flag(),
            Merge = Kind(schema),
            Keys = Texts(schema["x-kubernetes-list-map-keys"]),
            PatchMergeKey = schema["x-kubernetes-patch-merge-key"].Text(),
            PatchMerges = schema.TextAt("x-kubernetes-patch-strategy") == "merge",
            Default = schema["default"],
            Required = Texts(schema["required"]),
            Enum = [.. schema["enum"] as JsonArray ?? []],
            Pattern = schema["pattern"].Text() is { } pattern ? Compile(pattern, path) : null,
            Minimum = schema["minimum"].Number(),
            Maximum = schema["maximum"].Number(),
            ExclusiveMinimum = schema["exclusiveMinimum"].Flag(),
            ExclusiveMaximum = schema["exclusiveMaximum"].Flag(),
            MinLength = schema["minLength"].Integer(),
            MaxLength = schema["maxLength"].Integer(),
            MinItems = schema["minItems"].Integer(),
            MaxItems = schema["maxItems"].Integer(),
            MinProperties = schema["minProperties"].Integer(),
            MaxProperties = schema["maxProperties"].Integer(),
        };
        node.Rules = [.. schema["x-kubernetes-validations"].Objects().Select(rule => CelRule.Compile(rule, node, path.Length == 0 ? "the root" : path))];
        return node;
    }

    private static MergeKind Kind(JsonObject schema) => (schema["x-kubernetes-list-type"] ?? schema["x-kubernetes-map-type"]).Text() switch
    {
        "map" => MergeKind.Map,
        "set" => MergeKind.Set,
        "atomic" => MergeKind.Atomic,
        _ => schema.TextAt("type") == "array" ? MergeKind.Atomic : MergeKind.Granular,
    };

    private static string[] Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(t => t.Text() ?? "")];

    private static Regex Compile(string pattern, string path)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The pattern '{pattern}' of {path} cannot be read: {e.Message}", e);
        }
    }
}
