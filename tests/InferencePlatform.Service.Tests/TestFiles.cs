namespace InferencePlatform.Service.Tests;

/// <summary>Where the repository's own models and data are, found from the test program upward.</summary>
internal static class TestFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>The test models, one to show each thing.</summary>
    public static string Models { get; } = Path.Combine(Root, "tests", "fixtures", "models");

    /// <summary>Models that must be refused at load.</summary>
    public static string Broken { get; } = Path.Combine(Root, "tests", "fixtures", "broken");

    /// <summary>The sample models that users try first.</summary>
    public static string Samples { get; } = Path.Combine(Root, "samples", "models");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "InferencePlatform.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"There is no InferencePlatform.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
