using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Schema;
using InferencePlatform.Local.Api;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Resources;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Local.Discovery;

/// <summary>
/// Answers <c>/openapi/v3</c>: an index, and a document for each group and version with as much as kubectl reads, which
/// is schemas and the parameters of writes.
/// </summary>
internal sealed class OpenApiHandler(ResourceRegistry registry)
{
    private static readonly string[] PatchTypes = ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];

    private static readonly string[] Nested = ["items", "additionalProperties"];

    private readonly Lock _gate = new();
    private ImmutableArray<ServedResource> _of;
    private Dictionary<string, byte[]> _documents = [];

    /// <returns>Whether the path is one of these.</returns>
    public async Task<bool> TryHandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var documents = Documents();
        if (path == "/openapi/v3")
        {
            var index = documents.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)new JsonObject
            {
                ["serverRelativeURL"] = $"/openapi/v3/{d.Key}?hash={Convert.ToHexString(SHA256.HashData(d.Value))}",
            }));
            await Responses.WriteAsync(http, 200, new JsonObject { ["paths"] = new JsonObject(index) }).ConfigureAwait(false);
            return true;
        }

        if (path.StartsWith("/openapi/v3/", StringComparison.Ordinal) && documents.TryGetValue(path["/openapi/v3/".Length..], out var document))
        {
            await Responses.WriteAsync(http, 200, document).ConfigureAwait(false);
            return true;
        }

        return false;
    }

    private Dictionary<string, byte[]> Documents()
    {
        var resources = registry.All;
        lock (_gate)
        {
            if (_of != resources)
            {
                _documents = registry.Versions().ToDictionary(
                    v => v.Key.Group.Length == 0 ? $"api/{v.Key.Version}" : $"apis/{v.Key.Group}/{v.Key.Version}",
                    v => Document([.. v]).ToUtf8());
                _of = resources;
            }

            return _documents;
        }
    }

    private static JsonObject Document(ServedResource[] resources)
    {
        var paths = new JsonObject();
        foreach (var resource in resources)
        {
            var root = resource.Type.Group.Length == 0 ? $"/api/{resource.Type.Version}" : $"/apis/{resource.Type.Group}/{resource.Type.Version}";
            var collection = $"{root}/{(resource.Type.Namespaced ? "namespaces/{namespace}/" : "")}{resource.Type.Plural}";
            paths[collection] = new JsonObject
            {
                ["get"] = Operation(resource, "list", []),
                ["post"] = Operation(resource, "post", ["dryRun", "fieldManager", "fieldValidation"]),
            };
            paths[collection + "/{name}"] = new JsonObject
            {
                ["get"] = Operation(resource, "get", []),
                ["put"] = Operation(resource, "put", ["dryRun", "fieldManager", "fieldValidation"]),
                ["patch"] = Operation(resource, "patch", ["dryRun", "fieldManager", "fieldValidation", "force"]),
                ["delete"] = Operation(resource, "delete", ["dryRun", "gracePeriodSeconds", "propagationPolicy"]),
            };
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.Text },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = Schemas(resources) },
        };
    }

    private static JsonObject Operation(ServedResource resource, string action, string[] parameters)
    {
        var operation = new JsonObject
        {
            ["parameters"] = new JsonArray([.. parameters.Select(p => (JsonNode)new JsonObject
            {
                ["name"] = p,
                ["in"] = "query",
                ["schema"] = new JsonObject { ["type"] = p is "force" ? "boolean" : p is "gracePeriodSeconds" ? "integer" : "string" },
            })]),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = Gvk(resource),
        };
        if (action is "post" or "put" or "patch")
        {
            var types = action != "patch" ? ["*/*"] : PatchTypes.Where(t => !resource.IsCustom || !t.Contains("strategic", StringComparison.Ordinal));
            operation["requestBody"] = new JsonObject
            {
                ["content"] = new JsonObject(types.Select(t => KeyValuePair.Create(t, (JsonNode?)new JsonObject
                {
                    ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + SchemaName(resource) },
                }))),
            };
        }

        return operation;
    }

    private static JsonObject Schemas(ServedResource[] resources)
    {
        var schemas = new JsonObject();
        foreach (var resource in resources)
        {
            var schema = Schema(resource);
            var prefix = SchemaName(resource)[..^resource.Type.Kind.Length];
            foreach (var (name, property) in schema.Child("properties").ToArray())
            {
                schema["properties"]![name] = ByReference(property!.DeepClone(), prefix, schemas);
            }

            schema.Remove(SchemaGenerator.TypeNameKey);
            schemas[SchemaName(resource)] = schema;
        }

        return schemas;
    }

    /// <summary>Named types stand on their own and are referred to, so that <c>kubectl explain</c> can say their names.</summary>
    private static JsonNode ByReference(JsonNode schema, string prefix, JsonObject schemas)
    {
        if (schema is not JsonObject fields)
        {
            return schema;
        }

        foreach (var name in Nested.Where(n => fields[n] is JsonObject))
        {
            fields[name] = ByReference(fields[name]!.DeepClone(), prefix, schemas);
        }

        foreach (var (name, property) in (fields["properties"] as JsonObject ?? []).ToArray())
        {
            fields["properties"]![name] = ByReference(property!.DeepClone(), prefix, schemas);
        }

        if (!fields.Remove(SchemaGenerator.TypeNameKey, out var type))
        {
            return fields;
        }

        var description = fields["description"]?.DeepClone();
        schemas[prefix + type.Text()] ??= fields;
        var reference = new JsonObject { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/schemas/{prefix}{type.Text()}" }) };
        if (description is not null)
        {
            reference["description"] = description;
        }

        return reference;
    }

    private static JsonObject Schema(ServedResource resource)
    {
        var schema = resource.OpenApi.Copy();
        var properties = schema.Child("properties");
        properties["metadata"] = BuiltInResources.MetadataSchema.DeepClone();
        properties.Child("metadata")["description"] = "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";
        properties["apiVersion"] = new JsonObject { ["type"] = "string", ["description"] = "APIVersion defines the versioned schema of this representation of an object." };
        properties["kind"] = new JsonObject { ["type"] = "string", ["description"] = "Kind is a string value representing the REST resource this object represents." };
        schema["x-kubernetes-group-version-kind"] = new JsonArray(Gvk(resource));
        return schema;
    }

    /// <summary>As in Kubernetes: the group's words turned round, then version and kind.</summary>
    private static string SchemaName(ServedResource resource)
    {
        var type = resource.Type;
        var group = type.Group.Length == 0 ? "core" : type.Group;
        return resource.IsCustom
            ? $"{string.Join('.', group.Split('.').Reverse())}.{type.Version}.{type.Kind}"
            : $"io.k8s.api.{group.Split('.')[0]}.{type.Version}.{type.Kind}";
    }

    private static JsonObject Gvk(ServedResource resource) =>
        new() { ["group"] = resource.Type.Group, ["version"] = resource.Type.Version, ["kind"] = resource.Type.Kind };
}
