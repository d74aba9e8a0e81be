namespace InferencePlatform.Service.Fetching;

/// <summary>A file that comes in.</summary>
/// <param name="Body">Its bytes from the offset on.</param>
/// <param name="Offset">Where they begin.</param>
/// <param name="Length">Bytes of the whole file; null where the source does not say.</param>
/// <param name="ETag">What tells this file from another of its name; null where nothing does for certain.</param>
/// <param name="Owner">Disposed of with the body.</param>
internal sealed record SourceContent(Stream Body, long Offset, long? Length, string? ETag, IDisposable? Owner = null) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        Owner?.Dispose();
    }
}
