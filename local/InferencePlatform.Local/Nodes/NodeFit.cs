using System.Globalization;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Nodes;

/// <summary>The scheduler's question for the one node there is: may this pod run here?</summary>
internal static class NodeFit
{
    public const string NodeName = "local";

    public static IReadOnlyDictionary<string, string> Labels { get; } = new Dictionary<string, string>
    {
        ["kubernetes.io/hostname"] = NodeName,
        ["kubernetes.io/os"] = "linux",
        ["kubernetes.io/arch"] = "amd64",
    };

    /// <summary>Why not, as Kubernetes' scheduler says it; null where it may.</summary>
    public static string? Refusal(PodSpec spec)
    {
        var selected = (spec.NodeSelector ?? new Dictionary<string, string>()).All(s => Labels.GetValueOrDefault(s.Key) == s.Value);
        var terms = spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms;
        return selected && (terms is null || terms.Any(Holds))
            ? null
            : "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. The single-machine platform has one node, labelled "
                + string.Join(", ", Labels.Select(l => $"{l.Key}={l.Value}")) + ".";
    }

    private static bool Holds(NodeSelectorTerm term) => (term.MatchExpressions ?? []).All(Holds);

    private static bool Holds(NodeSelectorRequirement requirement)
    {
        var has = Labels.TryGetValue(requirement.Key, out var value);
        var values = requirement.Values ?? [];
        return requirement.Operator switch
        {
            "In" => has && values.Contains(value),
            "NotIn" => !has || !values.Contains(value),
            "Exists" => has,
            "DoesNotExist" => !has,
            "Gt" => Compare(value, values) > 0,
            "Lt" => Compare(value, values) < 0,
            _ => false,
        };
    }

    private static int Compare(string? value, IReadOnlyList<string> values) =>
        values is [var bound] && long.TryParse(value, CultureInfo.InvariantCulture, out var a) && long.TryParse(bound, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : 0;
}
