using System.Globalization;

namespace InferencePlatform.Demo;

/// <summary>One row of a sample's CSV: its features and what it is.</summary>
internal sealed record LabelledRow(double[] Features, string Label)
{
    /// <summary>Reads a CSV whose first line names the columns and whose last column is the label.</summary>
    public static IReadOnlyList<LabelledRow> ReadAll(string path) => [.. File.ReadLines(path).Skip(1).Select(Parse)];

    private static LabelledRow Parse(string line)
    {
        var cells = line.Split(',');
        return new LabelledRow([.. cells[..^1].Select(c => double.Parse(c, CultureInfo.InvariantCulture))], cells[^1]);
    }
}
