using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Models;

/// <summary>Opens the files of models, and says precisely why one cannot be opened.</summary>
internal static class ModelFile
{
    private const int BufferSize = 128 * 1024;
    private const int NeighboursNamed = 5;

    /// <exception cref="ModelLoadException">There is no such file, or it is empty or cannot be read.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ModelLoadException($"{path} is a folder; it has to be a file.") { Kind = LoadFailureKind.Unreadable };
        }

        try
        {
            // Asked before it is opened: opening a pipe, which has no length either, would wait for a writer for ever.
            if (LengthOf(path) == 0)
            {
                throw new ModelLoadException($"{path} is empty, 0 bytes; replace it by a whole one.") { Kind = LoadFailureKind.Unreadable };
            }

            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelLoadException(DescribeMissing(path), e) { Kind = LoadFailureKind.Unreadable };
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ModelLoadException($"{path} cannot be read: permission denied. Let user '{Environment.UserName}' read it and enter its folders.", e) { Kind = LoadFailureKind.Unreadable };
        }
        catch (IOException e)
        {
            throw new ModelLoadException($"{path} cannot be read: {e.Message}", e) { Kind = LoadFailureKind.Unreadable };
        }
    }

    /// <summary>The length of a file, or of the one that a link leads to.</summary>
    private static long LengthOf(string path) =>
        ((File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo) ?? new FileInfo(path)).Length;

    private static string DescribeMissing(string path)
    {
        var target = new FileInfo(path).LinkTarget;
        if (target is not null)
        {
            return $"{path} is a link to {target}, which does not exist.";
        }

        var folder = Path.GetDirectoryName(path);
        if (!Directory.Exists(folder))
        {
            return $"{path} does not exist; its folder does not either.";
        }

        var names = Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Take(NeighboursNamed + 1).Order(StringComparer.Ordinal).ToList();
        return names.Count switch
        {
            0 => $"{path} does not exist; its folder is empty.",
            <= NeighboursNamed => $"{path} does not exist; its folder has {string.Join(", ", names)}.",
            _ => $"{path} does not exist; its folder has {string.Join(", ", names.Take(NeighboursNamed))} and more.",
        };
    }
}
