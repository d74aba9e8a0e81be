namespace InferencePlatform.Chart.Tests.Rendering;

/// <summary>The programs of this build, which the chart's images have.</summary>
internal static class Programs
{
    /// <summary>Debug or Release, as these tests are.</summary>
    private static readonly string Configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    public static string Operator { get; } = Of("operator/InferencePlatform.Operator", "inference-operator");

    public static string Server { get; } = Of("service/InferencePlatform.Service", "inference-server");

    private static string Of(string project, string name) => Path.Combine(Repository.Root, project, "bin", Configuration, "net10.0", name);
}
