using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Fetching;

/// <summary>
/// Finds out whether a target has the model already, as after the restart of a container. The bytes decide, not names
/// or times; the source is not asked.
/// </summary>
internal static class PresentModel
{
    /// <returns>What is there; null where the model has to be fetched.</returns>
    public static FetchReport? Find(FetchOptions options, ModelUri uri, CancellationToken cancellationToken)
    {
        var report = FetchReport.Read(options.Target!);
        var isOurs = report is not null
            && report.Uri == uri.Text
            && (options.Sha256 is null || report.Sha256.Equals(options.Sha256, StringComparison.OrdinalIgnoreCase))
            && report.Files.Any(f => f.Name == RelativeName.ModelFile && f.Sha256 == report.Sha256);
        return isOurs && report!.Files.All(f => IsThere(options.Target!, f, cancellationToken)) ? report : null;
    }

    private static bool IsThere(string folder, FetchedFile file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, file.Name);
        try
        {
            return RelativeName.IsSafe(file.Name)
                && File.Exists(path)
                && FileDigest.Compute(path, cancellationToken) == new FileDigest(file.Sha256, file.SizeBytes);
        }
        catch (ModelLoadException)
        {
            return false;
        }
    }
}
