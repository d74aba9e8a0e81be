using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Tables;

/// <summary>
/// The JSON paths of printer columns: fields, indexes, <c>[*]</c>, and filters such as
/// <c>[?(@.type=="Ready")]</c>.
/// </summary>
internal sealed partial class PrinterPath
{
    private readonly List<Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>>> _steps = [];

    /// <exception cref="InvalidDataException">The path uses something else.</exception>
    public PrinterPath(string path)
    {
        var at = 0;
        foreach (Match match in Step().Matches(path))
        {
            if (match.Index != at)
            {
                break;
            }

            at += match.Length;
            _steps.Add(Compile(match));
        }

        if (at != path.Length || at == 0)
        {
            throw new InvalidDataException($"The JSON path '{path}' of a printer column cannot be read from character {at} on.");
        }
    }

    public IEnumerable<JsonNode> Find(JsonNode root) =>
        _steps.Aggregate<Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>>, IEnumerable<JsonNode?>>([root], (nodes, step) => step(nodes)).OfType<JsonNode>();

    private static Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>> Compile(Match match)
    {
        if (match.Groups["name"] is { Success: true } name)
        {
            var field = name.Value.Replace("\\.", ".", StringComparison.Ordinal);
            return nodes => nodes.Select(n => n.At(field));
        }

        if (match.Groups["index"] is { Success: true } index)
        {
            var number = int.Parse(index.Value, CultureInfo.InvariantCulture);
            return nodes => nodes.Select(n => n is JsonArray list && number < list.Count ? list[number] : null);
        }

        if (match.Groups["field"] is { Success: true } filter)
        {
            var steps = filter.Value.Split('.', StringSplitOptions.RemoveEmptyEntries);
            var wanted = match.Groups["value"].Value;
            return nodes => nodes.SelectMany(n => n as JsonArray ?? []).Where(n => (n.At(steps).Text() ?? n.At(steps)?.ToJsonString()) == wanted);
        }

        return nodes => nodes.SelectMany(n => n as JsonArray ?? []);
    }

    [GeneratedRegex("""\G(?:\.(?<name>(?:[^.\[\]\\]|\\.)+)|\['(?<name>[^']+)'\]|\[(?<index>\d+)\]|\[\?\(@(?<field>[\w.\-]+)\s*==\s*["']?(?<value>[^"')]*)["']?\)\]|\[\*\])""", RegexOptions.ExplicitCapture)]
    private static partial Regex Step();
}
