using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferencePlatform.Kubernetes.Yaml;

namespace InferencePlatform.Chart.Tests.Rendering;

/// <summary>A value of values.yaml with the comment above it. A key without one is a group of values.</summary>
/// <param name="Path">Its dotted path.</param>
/// <param name="Description">The comment.</param>
/// <param name="Default">What it is where nothing is given.</param>
internal sealed partial record DocumentedValue(string Path, string Description, JsonNode? Default)
{
    private const int Indent = 2;

    /// <summary>Reads values in their order; the comment of a value stands right above it.</summary>
    public static IReadOnlyList<DocumentedValue> ReadAll(string yaml)
    {
        var all = KubernetesYaml.Read(yaml)[0];
        var found = new List<DocumentedValue>();
        var path = new List<string>();
        var comment = new List<string>();
        var below = int.MaxValue;
        foreach (var line in yaml.Split('\n'))
        {
            if (Comment().Match(line) is { Success: true } said)
            {
                comment.Add(said.Groups[1].Value);
                continue;
            }

            if (Key().Match(line) is { Success: true } key && key.Groups[1].Length <= below)
            {
                var depth = key.Groups[1].Length / Indent;
                path.RemoveRange(depth, path.Count - depth);
                path.Add(key.Groups[2].Value);
                below = int.MaxValue;
                if (comment.Count > 0)
                {
                    // What lies deeper is this value's default.
                    below = key.Groups[1].Length;
                    found.Add(new DocumentedValue(string.Join('.', path), string.Join(' ', comment), all.At(string.Join('.', path))));
                }
            }

            comment.Clear();
        }

        return found;
    }

    [GeneratedRegex(@"^ *# (.+)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^( *)([A-Za-z]+):")]
    private static partial Regex Key();
}
