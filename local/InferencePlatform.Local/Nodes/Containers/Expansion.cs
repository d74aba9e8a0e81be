using System.Text.RegularExpressions;

namespace InferencePlatform.Local.Nodes.Containers;

/// <summary>Kubernetes' <c>$(NAME)</c> in arguments and values; <c>$$(NAME)</c> stands for itself, and so does an unknown name.</summary>
internal static partial class Expansion
{
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables) => Reference().Replace(text, match =>
        match.Value[1] == '$' ? match.Value[1..]
        : variables.TryGetValue(match.Groups[1].Value, out var value) ? value
        : match.Value);

    [GeneratedRegex(@"\$?\$\(([A-Za-z_.-][A-Za-z0-9_.-]*)\)")]
    private static partial Regex Reference();
}
