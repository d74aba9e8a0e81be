using System.Text.Json.Nodes;
using InferencePlatform.Local.Api;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Resources;

/// <summary>Requirements on labels, from a query's <c>labelSelector</c> or from an object.</summary>
internal sealed class LabelSelectors
{
    private const int RequirementLimit = 100;

    private readonly List<Func<IReadOnlyDictionary<string, string>, bool>> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _requirements.TrueForAll(r => r(labels));

    /// <summary>Reads <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>.</summary>
    /// <exception cref="StatusException">400: it cannot be read.</exception>
    public static LabelSelectors Parse(string? text)
    {
        var selector = new LabelSelectors();
        foreach (var part in Split(text ?? ""))
        {
            selector._requirements.Add(Requirement(part.Trim()));
            if (selector._requirements.Count > RequirementLimit)
            {
                throw StatusException.BadRequest($"The label selector has more than {RequirementLimit} requirements.");
            }
        }

        return selector;
    }

    /// <summary>Reads the form with <c>matchLabels</c> and <c>matchExpressions</c>.</summary>
    public static LabelSelectors OfObject(JsonObject selector)
    {
        var result = new LabelSelectors();
        foreach (var (name, value) in selector["matchLabels"] as JsonObject ?? [])
        {
            result._requirements.Add(Equal(name, value.Text() ?? ""));
        }

        foreach (var expression in selector["matchExpressions"].Objects())
        {
            var values = (expression["values"] as JsonArray ?? []).Select(v => v.Text() ?? "").ToHashSet(StringComparer.Ordinal);
            result._requirements.Add(Operator(expression.TextAt("key"), expression.TextAt("operator").ToLowerInvariant(), values));
        }

        return result;
    }

    private static Func<IReadOnlyDictionary<string, string>, bool> Requirement(string part)
    {
        var open = part.IndexOf('(', StringComparison.Ordinal);
        if (open > 0 && part[^1] == ')' && part[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var key, "in" or "notin"] words)
        {
            return Operator(key, words[1], part[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal));
        }

        var unequal = part.IndexOf("!=", StringComparison.Ordinal);
        var equal = part.IndexOf('=', StringComparison.Ordinal);
        return part.Length == 0 || open >= 0 || part.Contains(' ', StringComparison.Ordinal)
            ? throw StatusException.BadRequest($"unable to parse requirement: found '{part}', expected: a label, 'in', 'notin', =, ==, != or !")
            : unequal > 0 ? Operator(part[..unequal].Trim(), "notin", [part[(unequal + 2)..].Trim()])
            : equal > 0 ? Equal(part[..equal].Trim(), part[equal..].TrimStart('=').Trim())
            : part[0] == '!' ? Operator(part[1..].Trim(), "doesnotexist", [])
            : Operator(part, "exists", []);
    }

    private static Func<IReadOnlyDictionary<string, string>, bool> Equal(string key, string value) =>
        labels => labels.TryGetValue(key, out var found) && found == value;

    private static Func<IReadOnlyDictionary<string, string>, bool> Operator(string key, string name, HashSet<string> values) => name switch
    {
        "in" => labels => labels.TryGetValue(key, out var found) && values.Contains(found),
        "notin" => labels => !labels.TryGetValue(key, out var found) || !values.Contains(found),
        "exists" => labels => labels.ContainsKey(key),
        _ => labels => !labels.ContainsKey(key),
    };

    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        if (text.Trim().Length > 0)
        {
            yield return text[start..];
        }
    }
}
