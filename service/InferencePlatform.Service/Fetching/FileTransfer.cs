using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Fetching;

/// <summary>Brings one file in, piece by piece through one small buffer, going on after each break where it can.</summary>
internal sealed class FileTransfer(
    IFetchSource source, SourceFile file, string what, PartialFile partial, Progress progress, StallGuard stall, byte[] buffer, string folder, ILogger logger)
{
    /// <summary>Memory of a transfer, however large the file.</summary>
    public const int BufferSize = 128 << 10;

    /// <summary>What tells this file from another of its name; null where the source does not say.</summary>
    public string? ETag { get; private set; }

    /// <summary>Tries once to bring in what is missing.</summary>
    /// <exception cref="FetchException">It is not whole.</exception>
    public async Task<PartialFile> RunAsync(CancellationToken cancellationToken)
    {
        var offset = ETag is null ? 0 : partial.Length;
        await using var content = await stall.RunAsync(
            token => new ValueTask<SourceContent>(source.OpenAsync(file, offset, offset > 0 ? ETag : null, token)), what, cancellationToken);
        Take(content);
        for (var read = await ReadAsync(content, cancellationToken); read > 0; read = await ReadAsync(content, cancellationToken))
        {
            progress.Add(read, partial.Length + read);
            partial.Append(buffer.AsSpan(0, read));
        }

        CheckWhole(content);
        return partial;
    }

    private void Take(SourceContent content)
    {
        if (content.Offset > 0)
        {
            FetchLog.Resumed(logger, what, content.Offset);
        }
        else if (partial.Length > 0)
        {
            FetchLog.Restarted(logger, what, partial.Length);
            partial.Restart();
        }

        ETag = content.ETag;
        if (content.Length is { } length)
        {
            progress.Announce(length);
            progress.Total ??= length;
            TargetErrors.CheckSpace(folder, length - partial.Length);
        }
    }

    private async ValueTask<int> ReadAsync(SourceContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await stall.RunAsync(token => content.Body.ReadAsync(buffer, token), what, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new FetchException(FetchFailure.Unreachable, $"{what}: it broke off after {partial.Length} bytes.", e) { IsTransient = true };
        }
    }

    private void CheckWhole(SourceContent content)
    {
        if (content.Length is { } length && partial.Length != length)
        {
            throw new FetchException(FetchFailure.Unreachable, $"{what}: {partial.Length} bytes came, and {length} were announced.") { IsTransient = true };
        }

        if (partial.Length == 0 && file.Name == RelativeName.ModelFile)
        {
            throw new FetchException(FetchFailure.BadAnswer, $"{what} is empty, 0 bytes; put the model there again.");
        }
    }
}
