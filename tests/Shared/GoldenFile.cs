using System.Runtime.CompilerServices;

namespace InferencePlatform.Testing;

/// <summary>
/// Compares text with a committed file. With UPDATE_GOLDEN=1 in the environment the file is written instead, for a
/// person to read the difference.
/// </summary>
internal static class GoldenFile
{
    /// <param name="path">The file, relative to the test's own.</param>
    /// <param name="actual">What it should say.</param>
    /// <param name="testFile">Filled in by the compiler.</param>
    public static void AssertIs(string path, string actual, [CallerFilePath] string testFile = "")
    {
        var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(testFile)!, path));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }
}
