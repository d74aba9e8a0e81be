using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Fetching.Local;

/// <summary>Takes files of this machine where they lie: reads them once, and links to them from the target.</summary>
internal static class LinkedModel
{
    /// <exception cref="FetchException">A file cannot be read, or is not the one asked for.</exception>
    public static IReadOnlyList<FetchedFile> Link(IReadOnlyList<SourceFile> files, Action<string> verifyModel, string target, CancellationToken cancellationToken)
    {
        var linked = new List<FetchedFile>();
        foreach (var file in files)
        {
            var digest = Digest(file.Location, cancellationToken);
            if (file.Name == RelativeName.ModelFile)
            {
                verifyModel(digest.Sha256);
            }

            linked.Add(new FetchedFile(file.Name, digest.Sha256, digest.Length));
        }

        foreach (var file in files.Reverse())
        {
            Publish(file, target);
        }

        return linked;
    }

    private static FileDigest Digest(string path, CancellationToken cancellationToken)
    {
        try
        {
            return FileDigest.Compute(path, cancellationToken);
        }
        catch (ModelLoadException e)
        {
            throw new FetchException(FetchFailure.BadAnswer, e.Message, e);
        }
    }

    private static void Publish(SourceFile file, string target)
    {
        var path = Path.Combine(target, file.Name);
        var hidden = Path.Combine(target, $".{Guid.NewGuid():N}.link");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(hidden, Path.GetFullPath(file.Location));
            File.Move(hidden, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TargetErrors.Explain(e, target);
        }
    }
}
