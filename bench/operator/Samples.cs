using System.Globalization;

namespace InferencePlatform.Bench.Operator;

/// <summary>A metrics page in Prometheus' text format.</summary>
internal sealed class Samples(string page)
{
    private readonly (string Name, string Labels, string Value)[] _samples =
        [.. page.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];

    /// <summary>The samples of a family with their labels, such as <c>code="200",method="GET"</c>.</summary>
    public IEnumerable<(string Labels, double Value)> Of(string name) =>
        _samples.Where(sample => sample.Name == name).Select(sample => (sample.Labels, double.Parse(sample.Value, CultureInfo.InvariantCulture)));

    public long Sum(string name) => (long)Of(name).Sum(sample => sample.Value);

    /// <summary>A label's value; empty where there is none.</summary>
    public static string Label(string labels, string name)
    {
        var found = $",{labels}".Split($",{name}=\"");
        return found.Length < 2 ? "" : found[1][..found[1].IndexOf('"', StringComparison.Ordinal)];
    }

    private static (string Name, string Labels, string Value) Parse(string line)
    {
        var space = line.LastIndexOf(' ');
        var brace = line.IndexOf('{', StringComparison.Ordinal);
        var value = line[(space + 1)..];
        return brace < 0 ? (line[..space], "", value) : (line[..brace], line[(brace + 1)..line.LastIndexOf('}')], value);
    }
}
