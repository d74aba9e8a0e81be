using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers;

/// <summary>Whether labels are what a selector asks for.</summary>
internal static class SelectorMatch
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>A selector without a single requirement selects nothing: that is what Services and budgets mean by it.</summary>
    public static bool Matches(this LabelSelector? selector, IReadOnlyDictionary<string, string>? labels)
    {
        if (selector is null || (selector.MatchLabels is not { Count: > 0 } && selector.MatchExpressions is not { Count: > 0 }))
        {
            return false;
        }

        labels ??= None;
        return (selector.MatchLabels ?? None).All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
            && (selector.MatchExpressions ?? []).All(requirement => Holds(requirement, labels));
    }

    /// <summary>The same for a Service's plain map.</summary>
    public static bool Matches(this IReadOnlyDictionary<string, string>? selector, IReadOnlyDictionary<string, string>? labels) =>
        new LabelSelector { MatchLabels = selector }.Matches(labels);

    private static bool Holds(LabelSelectorRequirement requirement, IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(requirement.Key, out var value);
        return requirement.Operator switch
        {
            "In" => has && requirement.Values?.Contains(value) == true,
            "NotIn" => !has || requirement.Values?.Contains(value) != true,
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
    }
}
