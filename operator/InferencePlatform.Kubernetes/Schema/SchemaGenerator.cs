using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Schema;

/// <summary>
/// Makes the structural OpenAPI v3 schema of a type, as a CustomResourceDefinition carries it. Names, and which members
/// are required, are those that <see cref="KubernetesJson"/> reads and writes.
/// </summary>
/// <remarks>
/// Bounds come from the standard attributes (<c>Description</c>, <c>DefaultValue</c>, <c>Range</c>, <c>MinLength</c>,
/// <c>MaxLength</c>, <c>Length</c>, <c>RegularExpression</c>, <c>AllowedValues</c>), what Kubernetes adds from those in
/// this namespace. <c>metadata</c> of an object is left open, for the API server knows it by itself.
/// </remarks>
public static class SchemaGenerator
{
    /// <summary>Where the schema of a built-in kind has the name of an object's type.</summary>
    public const string TypeNameKey = "x-type-name";

    /// <param name="type">The type that objects are read as.</param>
    /// <param name="strategicMerge">
    /// Adds what only built-in kinds have: the keys of strategic merge patches, and each object's type by name.
    /// </param>
    /// <exception cref="ArgumentException">A member has a type that no structural schema can say, such as one that holds itself.</exception>
    public static JsonObject Generate(Type type, bool strategicMerge = false) => OfObject(type, new Context(strategicMerge, []));

    private static JsonObject OfObject(Type type, Context context)
    {
        if (context.Parents.Contains(type))
        {
            throw new ArgumentException($"{type.Name} holds itself, and a structural schema cannot say so. Give it a fixed depth, or mark the member PreserveUnknownFields.", nameof(type));
        }

        var inner = context with { Parents = [.. context.Parents, type] };
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var property in KubernetesJson.Options.GetTypeInfo(type).Properties.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var member = (PropertyInfo)property.AttributeProvider!;
            properties[property.Name] = OfMember(property, member, inner);
            if (property.IsRequired)
            {
                required.Add((JsonNode)property.Name);
            }
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        SchemaAnnotations.AddFromType(schema, type);
        if (context.BuiltIn)
        {
            schema[TypeNameKey] = type.Name;
        }

        return schema;
    }

    private static JsonObject OfMember(JsonPropertyInfo property, PropertyInfo member, Context context)
    {
        var schema = member.IsDefined(typeof(PreserveUnknownFieldsAttribute))
            ? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true }
            : typeof(KubernetesObject).IsAssignableFrom(member.DeclaringType) && property.PropertyType == typeof(ObjectMeta) && !context.BuiltIn
            ? new JsonObject { ["type"] = "object" }
            : OfType(property.PropertyType, member, context);
        SchemaAnnotations.AddFromMember(schema, member, context.BuiltIn);
        return schema;
    }

    private static JsonObject OfType(Type type, PropertyInfo member, Context context)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar(type) is { } scalar)
        {
            return scalar;
        }

        if (DictionaryValue(type) is { } value)
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = OfType(value, member, context) };
        }

        if (type != typeof(string) && ElementOf(type) is { } element)
        {
            return new JsonObject { ["type"] = "array", ["items"] = OfType(element, member, context) };
        }

        return KubernetesJson.Options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object
            ? OfObject(type, context)
            : throw new ArgumentException($"{member.DeclaringType!.Name}.{member.Name} is a {type.Name}, which no structural schema can say.", nameof(type));
    }

    private static JsonObject? Scalar(Type type) =>
        type == typeof(string) ? new JsonObject { ["type"] = "string" }
        : type == typeof(bool) ? new JsonObject { ["type"] = "boolean" }
        : type == typeof(int) ? new JsonObject { ["type"] = "integer", ["format"] = "int32" }
        : type == typeof(long) ? new JsonObject { ["type"] = "integer", ["format"] = "int64" }
        : type == typeof(double) ? new JsonObject { ["type"] = "number", ["format"] = "double" }
        : type == typeof(DateTimeOffset) || type == typeof(MicroTime) ? new JsonObject { ["type"] = "string", ["format"] = "date-time" }
        : type == typeof(IntOrString) ? IntOrText()
        : typeof(JsonNode).IsAssignableFrom(type) || type == typeof(JsonElement) ? new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true }
        : null;

    private static JsonObject IntOrText() => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }),
        ["x-kubernetes-int-or-string"] = true,
    };

    private static Type? DictionaryValue(Type type) =>
        Interfaces(type, typeof(IReadOnlyDictionary<,>)) is { } map && map.GetGenericArguments()[0] == typeof(string) ? map.GetGenericArguments()[1] : null;

    private static Type? ElementOf(Type type) => Interfaces(type, typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static Type? Interfaces(Type type, Type open) =>
        type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == open);

    private sealed record Context(bool BuiltIn, Type[] Parents);
}
