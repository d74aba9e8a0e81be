namespace InferencePlatform.Service.Fetching;

/// <summary>Says why the target cannot be written, and what to do.</summary>
internal static class TargetErrors
{
    // Linux's numbers, which .NET hands on for errors it has no name for.
    private const int NoSpaceLeft = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    public static FetchException Explain(Exception error, string folder) => new(FetchFailure.TargetFailed, error switch
    {
        IOException { HResult: NoSpaceLeft or QuotaExceeded } => $"The disk of {Path.GetFullPath(folder)} is full: {FreeBytes(folder)} bytes are free. Give it more space (the size limit of the volume, or the node's disk).",
        IOException { HResult: ReadOnlyFileSystem } => $"{Path.GetFullPath(folder)} cannot be written: it is mounted read-only. Mount it writable for the fetch.",
        UnauthorizedAccessException => $"{Path.GetFullPath(folder)} cannot be written: permission denied. Let user '{Environment.UserName}' write there (in a pod: fsGroup).",
        _ => $"{Path.GetFullPath(folder)} cannot be written: {error.Message}",
    }, error);

    /// <summary>Fails at once where so many bytes will not fit.</summary>
    /// <exception cref="FetchException">There is not enough space.</exception>
    public static void CheckSpace(string folder, long needed)
    {
        if (FreeBytes(folder) is { } free && needed > free)
        {
            throw new FetchException(FetchFailure.TargetFailed, $"The disk of {Path.GetFullPath(folder)} has too little space: {needed} bytes more are needed, {free} are free. Give it more space (the size limit of the volume, or the node's disk).");
        }
    }

    /// <summary>Bytes that this user may still write there; null where that cannot be told.</summary>
    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
