using System.Diagnostics;
using System.Globalization;

namespace InferencePlatform.Demo;

/// <summary>Asks a model for all rows of its data, shows a few and counts the right ones.</summary>
internal static class Demonstration
{
    public static async Task RunAsync(SampleModel model, IReadOnlyList<LabelledRow> rows)
    {
        Console.WriteLine($"\n{model.Name}: {model.Call} over gRPC");
        Console.WriteLine($"  {"row",4}   {"it is",-12} predicted");

        var shown = ChooseShown(model, rows);
        var right = 0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < rows.Count; i++)
        {
            var predicted = await model.PredictAsync(rows[i].Features);
            var isRight = predicted == rows[i].Label;
            right += isRight ? 1 : 0;
            if (shown.Contains(i))
            {
                Console.WriteLine($"  {i + 1,4}   {rows[i].Label,-12} {predicted,-12}{(isRight ? "" : " wrong")}".TrimEnd());
            }
        }

        var accuracy = ((double)right / rows.Count).ToString("0.0000", CultureInfo.InvariantCulture);
        Console.WriteLine($"  {right} of all {rows.Count} rows right: accuracy {accuracy} ({rows.Count} calls in {watch.ElapsedMilliseconds} ms)");
    }

    /// <summary>The first row of every label, then the second, as far as there is room.</summary>
    private static HashSet<int> ChooseShown(SampleModel model, IReadOnlyList<LabelledRow> rows) => Enumerable.Range(0, rows.Count)
        .GroupBy(i => rows[i].Label)
        .SelectMany(label => label.Select((i, nth) => (Row: i, Nth: nth)))
        .OrderBy(r => r.Nth)
        .Take(model.Shown)
        .Select(r => r.Row)
        .ToHashSet();
}
