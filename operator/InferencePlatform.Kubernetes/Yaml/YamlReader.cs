using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace InferencePlatform.Kubernetes.Yaml;

/// <summary>YAML nodes to JSON, by the core schema of YAML 1.2 with the booleans that Kubernetes reads.</summary>
internal static class YamlReader
{
    /// <summary>Deeper than any object of the API, and far from the end of a thread's stack.</summary>
    private const int MaxDepth = 64;

    /// <summary>Aliases are written out, and may write out each other.</summary>
    private const int MaxNodes = 1_000_000;

    public static JsonNode? ToJson(YamlNode node)
    {
        var left = MaxNodes;
        return ToJson(node, 0, ref left);
    }

    private static JsonNode? ToJson(YamlNode node, int depth, ref int left)
    {
        if (depth > MaxDepth || --left < 0)
        {
            throw new FormatException($"The manifest is nested deeper than {MaxDepth} or has more than {MaxNodes} parts.");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var result = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    result[KeyOf(key)] = ToJson(value, depth + 1, ref left);
                }

                return result;
            case YamlSequenceNode sequence:
                var list = new JsonArray();
                foreach (var item in sequence.Children)
                {
                    list.Add(ToJson(item, depth + 1, ref left));
                }

                return list;
            default:
                return Scalar((YamlScalarNode)node);
        }
    }

    private static string KeyOf(YamlNode key) =>
        (key as YamlScalarNode)?.Value ?? throw new FormatException($"Line {key.Start.Line}: a key must be a word.");

    private static JsonValue? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        return scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) ? JsonValue.Create(text) : YamlPlain.Read(text) switch
        {
            null => null,
            bool value => JsonValue.Create(value),
            long value => JsonValue.Create(value),
            double value => JsonValue.Create(value),
            _ => JsonValue.Create(text),
        };
    }
}

/// <summary>What a plain scalar stands for.</summary>
internal static class YamlPlain
{
    /// <returns>Null, a bool, a long, a double, or the text itself.</returns>
    public static object? Read(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ when IsNumberLike(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => text,
    };

    private static bool IsNumberLike(string text) => char.IsAsciiDigit(text[0]) || (text[0] is '-' or '+' or '.' && text.Length > 1 && (char.IsAsciiDigit(text[1]) || text[1] == '.'));
}
