using System.Text.RegularExpressions;

namespace InferencePlatform.Monitoring.Tests.Docs;

/// <summary>A row of a table of metrics: what a metric is called, what kind it is, which labels it has, what it says.</summary>
internal sealed record MetricRow(string Name, string Kind, string Labels, string Meaning);

/// <summary>The tables of metrics in docs/monitoring.md.</summary>
internal sealed partial class MetricsDocument
{
    private MetricsDocument(IReadOnlyList<MetricRow> server, IReadOnlyList<MetricRow> ofOperator) => (Server, Operator) = (server, ofOperator);

    public IReadOnlyList<MetricRow> Server { get; }

    public IReadOnlyList<MetricRow> Operator { get; }

    public static MetricsDocument Read()
    {
        var text = File.ReadAllText(MonitoringFiles.Document);
        return new(Rows(text, "### The server's"), Rows(text, "### The operator's"));
    }

    /// <summary>Compares a page with a table; labels where the page has a sample, as some have none until something happens.</summary>
    public static void AssertSame(string page, IReadOnlyList<MetricRow> table)
    {
        var exported = Exported(page).ToList();
        var labels = exported.ToDictionary(r => r.Name, r => r.Labels);

        Assert.Equal(
            exported.Select(r => r with { Labels = "" }).OrderBy(r => r.Name, StringComparer.Ordinal),
            table.Select(r => r with { Labels = "" }).OrderBy(r => r.Name, StringComparer.Ordinal));
        Assert.All(table, r => Assert.True(labels[r.Name] is "" || labels[r.Name] == r.Labels, $"{r.Name} has the labels {labels[r.Name]}."));
    }

    private static IEnumerable<MetricRow> Exported(string page)
    {
        foreach (Match family in Family().Matches(page))
        {
            var (name, kind) = (family.Groups[1].Value, family.Groups[3].Value);
            var sample = Regex.Match(page, $@"^{name}(_bucket|_sum)?\{{(.*)\}} ", RegexOptions.Multiline);
            var names = LabelName().Matches(sample.Groups[2].Value).Select(m => m.Groups[1].Value).Where(l => l != "le");
            yield return new MetricRow(name, kind, string.Join(", ", names), family.Groups[2].Value);
        }
    }

    private static List<MetricRow> Rows(string text, string heading) =>
        [.. Row().Matches(text.Split(heading)[1].Split("\n#")[0]).Select(m => new MetricRow(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value, m.Groups[4].Value))];

    [GeneratedRegex(@"^# HELP (\S+) (.*)\n# TYPE \S+ (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex(@"(\w+)=""(?:[^""\\]|\\.)*""")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"^\| `(\w+)` \| (\w+) \| ([\w, ]*?) ?\| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
