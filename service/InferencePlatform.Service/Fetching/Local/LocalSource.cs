namespace InferencePlatform.Service.Fetching.Local;

/// <summary>A file of this machine, or a folder with everything in it but what is hidden.</summary>
internal sealed class LocalSource(ModelUri.Local uri) : IFetchSource
{
    private const int MaxDepth = 8;

    public Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(uri.IsFolder ? ListFolder() : [new SourceFile(RelativeName.ModelFile, uri.Path, LengthOf(uri.Path))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, uri.Path);
        }
    }

    public Task<SourceContent> OpenAsync(SourceFile file, long offset, string? etag, CancellationToken cancellationToken)
    {
        try
        {
            var length = LengthOf(file.Location);
            var stream = new FileStream(file.Location, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Task.FromResult(new SourceContent(stream, 0, length, null));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, file.Location);
        }
    }

    public void Dispose()
    {
    }

    private IReadOnlyList<SourceFile> ListFolder()
    {
        // Hidden files are skipped by default; a mounted ConfigMap has its files a second time in hidden folders.
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MaxDepth, IgnoreInaccessible = false };
        return [.. Directory.EnumerateFiles(uri.Path, "*", options).Take(RelativeName.MaxFiles + 1)
            .Select(path => new SourceFile(Path.GetRelativePath(uri.Path, path), path, LengthOf(path)))];
    }

    private static long LengthOf(string path)
    {
        if (Directory.Exists(path))
        {
            throw new FetchException(FetchFailure.NotFound, $"{path} is a folder; a folder's URI ends in /, and it has a {RelativeName.ModelFile}.");
        }

        // Of the file behind a link; and asked before it is opened, for opening a pipe would wait for ever.
        var file = new FileInfo(path);
        return ((file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo) ?? file).Length;
    }

    private static FetchException Explain(Exception error, string path) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(FetchFailure.NotFound, $"{path} does not exist; correct the URI, or mount the volume that has it.", error),
        UnauthorizedAccessException => new(FetchFailure.AccessDenied, $"{path} cannot be read: permission denied. Let user '{Environment.UserName}' read it and enter its folders.", error),
        _ => new(FetchFailure.BadAnswer, $"{path} cannot be read: {error.Message}", error),
    };
}
