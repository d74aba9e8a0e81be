using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferencePlatform.Kubernetes.Schema;

/// <summary>What attributes add to the schema of the type or member they stand on.</summary>
internal static class SchemaAnnotations
{
    public static void AddFromType(JsonObject schema, Type type)
    {
        AddDescription(schema, type);
        AddRules(schema, type);
        if (type.IsDefined(typeof(AtomicAttribute)))
        {
            schema["x-kubernetes-map-type"] = "atomic";
        }
    }

    public static void AddFromMember(JsonObject schema, PropertyInfo member, bool strategicMerge)
    {
        AddDescription(schema, member);
        foreach (var attribute in member.GetCustomAttributes())
        {
            AddBound(schema, attribute);
        }

        AddRules(schema, member);
        AddMergeKind(schema, member);
        if (strategicMerge && member.GetCustomAttribute<PatchMergeKeyAttribute>() is { } merge)
        {
            schema["x-kubernetes-patch-merge-key"] = merge.Key;
            schema["x-kubernetes-patch-strategy"] = "merge";
        }
    }

    private static void AddDescription(JsonObject schema, MemberInfo member)
    {
        if (member.GetCustomAttribute<DescriptionAttribute>() is { } text)
        {
            schema["description"] = text.Description;
        }
    }

    private static void AddBound(JsonObject schema, Attribute attribute)
    {
        switch (attribute)
        {
            case DefaultValueAttribute value:
                schema["default"] = JsonSerializer.SerializeToNode(value.Value, KubernetesJson.Options);
                break;
            case RangeAttribute range:
                schema["minimum"] = Number(range.Minimum);
                schema["maximum"] = Number(range.Maximum);
                break;
            case MinLengthAttribute length:
                schema["min" + Counted(schema)] = length.Length;
                break;
            case MaxLengthAttribute length:
                schema["max" + Counted(schema)] = length.Length;
                break;
            case LengthAttribute length:
                schema["min" + Counted(schema)] = length.MinimumLength;
                schema["max" + Counted(schema)] = length.MaximumLength;
                break;
            case RegularExpressionAttribute expression:
                schema["pattern"] = expression.Pattern;
                break;
            case AllowedValuesAttribute allowed:
                schema["enum"] = new JsonArray([.. allowed.Values.Select(v => JsonSerializer.SerializeToNode(v, KubernetesJson.Options))]);
                break;
            case QuantityAttribute:
                (Element(schema) ?? schema)["format"] = "quantity";
                break;
            case ItemsAttribute items when Element(schema) is { } element:
                AddItemBounds(element, items);
                break;
        }
    }

    private static void AddItemBounds(JsonObject element, ItemsAttribute items)
    {
        Add("minLength", items.MinLength >= 0, items.MinLength);
        Add("maxLength", items.MaxLength >= 0, items.MaxLength);
        Add("pattern", items.Pattern is not null, items.Pattern);
        Add("minimum", !double.IsNaN(items.Minimum), Number(items.Minimum));
        Add("maximum", !double.IsNaN(items.Maximum), Number(items.Maximum));
        Add("enum", items.Allowed.Length > 0, new JsonArray([.. items.Allowed.Select(v => (JsonNode)v)]));

        void Add(string name, bool given, JsonNode? value)
        {
            if (given)
            {
                element[name] = value;
            }
        }
    }

    private static void AddRules(JsonObject schema, MemberInfo member)
    {
        var rules = member.GetCustomAttributes<CelAttribute>().Select(rule =>
        {
            var json = new JsonObject { ["rule"] = rule.Rule, ["message"] = rule.Message };
            if (rule.FieldPath is { } path)
            {
                json["fieldPath"] = path;
            }

            return (JsonNode)json;
        }).ToArray();
        if (rules.Length > 0)
        {
            // A rule on the type and one on the member that has it stand side by side.
            schema["x-kubernetes-validations"] = new JsonArray([.. (schema["x-kubernetes-validations"]?.AsArray() ?? []).Select(r => r!.DeepClone()), .. rules]);
        }
    }

    private static void AddMergeKind(JsonObject schema, PropertyInfo member)
    {
        var list = (string?)schema["type"] == "array";
        if (member.GetCustomAttribute<ListMapAttribute>() is { } map)
        {
            schema["x-kubernetes-list-type"] = "map";
            schema["x-kubernetes-list-map-keys"] = new JsonArray([.. map.Keys.Select(k => (JsonNode)k)]);
        }
        else if (member.IsDefined(typeof(ListSetAttribute)))
        {
            schema["x-kubernetes-list-type"] = "set";
        }
        else if (member.IsDefined(typeof(AtomicAttribute)))
        {
            schema[list ? "x-kubernetes-list-type" : "x-kubernetes-map-type"] = "atomic";
        }
    }

    private static string Counted(JsonObject schema) => (string?)schema["type"] switch
    {
        "array" => "Items",
        "object" => "Properties",
        _ => "Length",
    };

    private static JsonObject? Element(JsonObject schema) => (schema["items"] ?? schema["additionalProperties"]) as JsonObject;

    private static JsonNode? Number(object bound) => Convert.ToDouble(bound, CultureInfo.InvariantCulture) is var number && double.IsNaN(number)
        ? null
        : number == Math.Floor(number) && Math.Abs(number) < 1e15 ? (long)number : number;
}
