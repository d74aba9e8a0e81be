using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Schema;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;
using InferencePlatform.Local.Tables;

namespace InferencePlatform.Local.Resources;

/// <summary>Makes served resources of CustomResourceDefinitions.</summary>
internal static class CustomResources
{
    private static readonly JsonObject DefinitionSchema = new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["type"] = "string" },
            ["kind"] = new JsonObject { ["type"] = "string" },
            ["metadata"] = SchemaGenerator.Generate(typeof(Kubernetes.Models.ObjectMeta), strategicMerge: true),
            ["spec"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
            ["status"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
        },
        ["required"] = new JsonArray("spec"),
    };

    /// <summary>The definitions themselves: they can be read, added and changed, but not taken away.</summary>
    public static ServedResource Definitions { get; } = new()
    {
        Type = new ResourceType("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false),
        Singular = "customresourcedefinition",
        ShortNames = ["crd", "crds"],
        Categories = ["api-extensions"],
        OpenApi = DefinitionSchema,
        Schema = SchemaReader.Read(DefinitionSchema),
        Columns = BuiltInColumns.Definitions,
        Rules = new KindRules { CountsGenerations = true, Default = Complete, Validate = Validate },
        Verbs = "create get list patch update watch",
        StoredAs = "customresourcedefinitions.apiextensions.k8s.io",
    };

    /// <summary>The resources of a definition, one for each served version.</summary>
    /// <exception cref="InvalidDataException">A schema, a rule or a column uses what this server does not have; the message names it.</exception>
    public static IReadOnlyList<ServedResource> Read(JsonObject definition)
    {
        var spec = definition["spec"];
        var names = spec.At("names");
        return
        [
            .. spec.At("versions").Objects().Where(v => v["served"].Flag()).Select(version =>
            {
                var openApi = version.At("schema", "openAPIV3Schema") as JsonObject
                    ?? throw new InvalidDataException($"{definition.TextAt("metadata", "name")}: version {version.TextAt("name")} has no schema.");
                var type = new ResourceType(spec.TextAt("group"), version.TextAt("name"), names.TextAt("plural"), names.TextAt("kind"), spec.TextAt("scope") == "Namespaced");
                var schema = SchemaReader.Read(openApi, BuiltInResources.Metadata);
                return new ServedResource
                {
                    Type = type,
                    Singular = names.TextAt("singular"),
                    ShortNames = Texts(names.At("shortNames")),
                    Categories = Texts(names.At("categories")),
                    OpenApi = openApi,
                    Schema = schema,
                    Columns = [.. Columns(version)],
                    Rules = new KindRules { CountsGenerations = true },
                    HasStatus = version.At("subresources", "status") is not null,
                    Scale = version.At("subresources", "scale") is { } scale
                        ? new ScalePaths(scale.TextAt("specReplicasPath"), scale.TextAt("statusReplicasPath"), scale.At("labelSelectorPath").Text())
                        : null,
                    IsCustom = true,
                    StoredAs = type.ToString(),
                };
            }),
        ];
    }

    private static IEnumerable<TableColumn> Columns(JsonObject version)
    {
        yield return BuiltInColumns.NameAndAge[0];
        var columns = version["additionalPrinterColumns"].Objects().ToList();
        if (columns.Count == 0)
        {
            yield return BuiltInColumns.NameAndAge[1];
        }

        foreach (var column in columns)
        {
            var path = new PrinterPath(column.TextAt("jsonPath"));
            var type = column.TextAt("type");
            yield return new TableColumn(column.TextAt("name"), (o, now) => Cell(path.Find(o), type, now))
            {
                Type = type,
                Format = column.TextAt("format"),
                Description = column.TextAt("description"),
                Priority = (int)(column["priority"].Integer() ?? 0),
            };
        }
    }

    private static JsonNode? Cell(IEnumerable<JsonNode> found, string type, DateTimeOffset now)
    {
        var values = found.ToList();
        return values.Count == 0 ? null
            : type == "date" ? HumanDuration.Since(values[0], now)
            : type == "string" ? string.Join(' ', values.Select(v => v.Text() ?? v.ToJsonString()))
            : values[0].DeepClone();
    }

    private static void Complete(JsonObject definition)
    {
        var spec = definition.Child("spec");
        var names = spec.Child("names");
        names["singular"] ??= names.TextAt("kind").ToLowerInvariant();
        names["listKind"] ??= names.TextAt("kind") + "List";
        spec.Child("conversion")["strategy"] ??= "None";
        definition["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(Condition("NamesAccepted", "NoConflicts", "no conflicts found"), Condition("Established", "InitialNamesAccepted", "the initial names have been accepted")),
            ["acceptedNames"] = names.DeepClone(),
            ["storedVersions"] = new JsonArray([.. spec["versions"].Objects().Where(v => v["storage"].Flag()).Select(v => (JsonNode)v.TextAt("name"))]),
        };

        static JsonObject Condition(string type, string reason, string message) => new()
        {
            ["type"] = type,
            ["status"] = "True",
            ["reason"] = reason,
            ["message"] = message,
        };
    }

    private static void Validate(JsonObject definition, JsonObject? old, FieldErrors errors)
    {
        var spec = definition["spec"];
        var expected = $"{spec.TextAt("names", "plural")}.{spec.TextAt("group")}";
        if (definition.TextAt("metadata", "name") != expected)
        {
            errors.Invalid("metadata.name", definition.At("metadata", "name"), $"must be spec.names.plural+\".\"+spec.group");
        }

        if (spec.At("versions").Objects().Count(v => v["storage"].Flag()) != 1)
        {
            errors.Invalid("spec.versions", "must have exactly one version marked as storage version");
            return;
        }

        try
        {
            Read(definition);
        }
        catch (InvalidDataException e)
        {
            errors.Invalid("spec.versions", e.Message);
        }
    }

    private static string[] Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(t => t.Text() ?? "")];
}
