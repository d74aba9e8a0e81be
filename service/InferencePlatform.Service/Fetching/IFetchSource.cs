namespace InferencePlatform.Service.Fetching;

/// <summary>Where files of a model come from.</summary>
internal interface IFetchSource : IDisposable
{
    /// <summary>The files of the model, <see cref="RelativeName.ModelFile"/> among them.</summary>
    /// <exception cref="FetchException">They cannot be told; the message says why.</exception>
    Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Opens a file, to go on at an offset if it is still the same.</summary>
    /// <param name="file">Which.</param>
    /// <param name="offset">Bytes that are there already.</param>
    /// <param name="etag">What they are of; null where the offset is zero.</param>
    /// <param name="cancellationToken">Ends the waiting for the beginning, and the reading.</param>
    /// <returns>What comes, from that offset; from zero where the file is another one, or the source cannot go on.</returns>
    /// <exception cref="FetchException">It cannot be had; the message says why.</exception>
    Task<SourceContent> OpenAsync(SourceFile file, long offset, string? etag, CancellationToken cancellationToken);
}
