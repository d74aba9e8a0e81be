using System.Globalization;

namespace InferencePlatform.Service.Models;

/// <summary>Tells, without reading files, whether a version is still what was loaded.</summary>
/// <param name="Model">Of the model file.</param>
/// <param name="Others">Of what lies beside it: weights, mostly.</param>
/// <param name="Settings">Of the model's settings.</param>
internal sealed record VersionStamp(string Model, string Others, string Settings)
{
    private const int MaxOtherFiles = 1000;
    private const int MaxDepth = 4;

    public static VersionStamp Take(VersionFiles files, ModelSettings settings) => new(
        OfFile(files.ModelPath), files.OwnsFolder ? OfOthers(files.ModelPath) : "", settings.Stamp);

    private static string OfOthers(string modelPath)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MaxDepth, AttributesToSkip = 0 };
        try
        {
            var others = Directory.EnumerateFiles(Path.GetDirectoryName(modelPath)!, "*", options)
                .Where(path => path != modelPath).Take(MaxOtherFiles).Order(StringComparer.Ordinal);
            return string.Join('\n', others.Select(OfFile));
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    private static string OfFile(string path)
    {
        try
        {
            // A link has a length and a time of its own, so it is the file behind it that is looked at.
            FileSystemInfo file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return string.Create(CultureInfo.InvariantCulture, $"{file.FullName}|{(file as FileInfo)?.Length}|{file.LastWriteTimeUtc.Ticks}|{file.UnixFileMode}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
