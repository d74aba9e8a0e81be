using InferencePlatform.Testing;

namespace InferencePlatform.Local.Tests.Platform;

/// <summary>The programs of this build.</summary>
internal static class Programs
{
    /// <summary>Debug or Release, as these tests are.</summary>
    private static readonly string Configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    public static string Server { get; } = Of("service/InferencePlatform.Service", "inference-server");

    public static string Platform { get; } = Of("local/InferencePlatform.Local", "inference-platform");

    public static string Model(string path) => "file://" + Path.Combine(Repository.Root, path);

    private static string Of(string project, string name)
    {
        var path = Path.Combine(Repository.Root, project, "bin", Configuration, "net10.0", name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not built.", path);
    }
}
