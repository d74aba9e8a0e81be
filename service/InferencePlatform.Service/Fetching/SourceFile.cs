namespace InferencePlatform.Service.Fetching;

/// <summary>A file to fetch.</summary>
/// <param name="Name">Its place below the target, with slashes.</param>
/// <param name="Location">How its source finds it.</param>
/// <param name="Length">Its bytes; null where that is not known yet.</param>
internal sealed record SourceFile(string Name, string Location, long? Length);
