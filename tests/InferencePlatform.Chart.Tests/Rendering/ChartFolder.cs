namespace InferencePlatform.Chart.Tests.Rendering;

/// <summary>The chart in this repository.</summary>
internal static class ChartFolder
{
    public const string Release = "inference-platform";
    public const string Namespace = "inference-system";

    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "charts/inference-platform");

    public static string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));

    /// <summary>Where the tests' own files are.</summary>
    public static string Tests { get; } = System.IO.Path.Combine(Repository.Root, "tests/InferencePlatform.Chart.Tests");

    /// <summary>The cases: folders with values, and the objects that they must become.</summary>
    public static IEnumerable<string> Cases =>
        Directory.GetDirectories(System.IO.Path.Combine(Tests, "Cases")).Select(f => System.IO.Path.GetFileName(f)).Order(StringComparer.Ordinal);

    public static string Values(string @case) => System.IO.Path.Combine(Tests, "Cases", @case, "values.yaml");

    public static string Expected(string @case) => System.IO.Path.Combine(Tests, "Cases", @case, "expected.yaml");
}
