using System.Diagnostics;
using InferencePlatform.Service.Fetching.Local;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Fetching;

/// <summary>Brings one model to its target, all of it or nothing.</summary>
internal sealed class ModelFetch(FetchOptions options, ModelUri uri, IFetchSource source, RetryDelays delays, ILogger logger)
{
    private readonly string _target = options.Target!;
    private readonly Retry _retry = new(options.Attempts, delays, logger);
    private readonly StallGuard _stall = new(options.StallTimeout);
    private readonly Progress _progress = new(uri.Text, options.MaxSize, logger);
    private string? _etag;

    /// <returns>What lies in the target now.</returns>
    /// <exception cref="FetchException">It cannot be fetched; the target is as it was.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop; the target is as it was.</exception>
    public async Task<FetchReport> RunAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(options.Timeout);
        try
        {
            return PresentModel.Find(options, uri, either.Token) is { } present ? TellPresent(present) : await FetchAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FetchException(FetchFailure.Unreachable, $"{uri.Text} did not come within {options.Timeout.TotalSeconds:0.###} s, which is --timeout; raise it, or find out why the source is slow.", e);
        }
    }

    private FetchReport TellPresent(FetchReport present)
    {
        FetchLog.NotNeeded(logger, _target, uri.Text, present.Sha256);
        return present;
    }

    private async Task<FetchReport> FetchAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        FetchLog.Started(logger, uri.Text, _target);
        PartialFile.Sweep(_target);
        var files = await ListAsync(cancellationToken);
        var fetched = options.Link
            ? LinkedModel.Link(files, Verify, _target, cancellationToken)
            : await TransferAsync(files, cancellationToken);
        var took = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3);
        var model = fetched.Single(f => f.Name == RelativeName.ModelFile);
        var report = new FetchReport(uri.Text, model.Sha256, model.SizeBytes, _etag, took, DateTimeOffset.UtcNow, fetched);
        report.Write(_target);
        var bytes = fetched.Sum(f => f.SizeBytes);
        FetchLog.Fetched(logger, uri.Text, _target, fetched.Count, bytes, took, model.Sha256);
        return report;
    }

    /// <summary>The model's file first: it is the one that can turn out to be the wrong one.</summary>
    private async Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken)
    {
        var files = await _retry.RunAsync(
            () => _stall.RunAsync(token => new ValueTask<IReadOnlyList<SourceFile>>(source.ListAsync(token)), uri.Text, cancellationToken).AsTask(),
            () => 0,
            cancellationToken);
        RelativeName.Check(files, uri.Text);
        if (files.All(f => f.Length is not null))
        {
            var bytes = files.Sum(f => f.Length!.Value);
            _progress.Announce(bytes);
            _progress.Total = bytes;
        }

        return [.. files.OrderBy(f => f.Name != RelativeName.ModelFile).ThenBy(f => f.Name, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<FetchedFile>> TransferAsync(IReadOnlyList<SourceFile> files, CancellationToken cancellationToken)
    {
        var partials = new List<(SourceFile File, PartialFile Partial)>();
        try
        {
            var buffer = new byte[FileTransfer.BufferSize];
            foreach (var file in files)
            {
                var partial = PartialFile.Create(_target);
                partials.Add((file, partial));
                var what = files.Count == 1 ? uri.Text : uri.Text + file.Name;
                var transfer = new FileTransfer(source, file, what, partial, _progress, _stall, buffer, _target, logger);
                await _retry.RunAsync(() => transfer.RunAsync(cancellationToken), () => partial.Length, cancellationToken);
                _progress.Done += partial.Length;
                if (file.Name == RelativeName.ModelFile)
                {
                    _etag = transfer.ETag;
                    Verify(partial.Sha256);
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            return Publish(partials);
        }
        finally
        {
            partials.ForEach(p => p.Partial.Dispose());
        }
    }

    /// <summary>Last of all the model's own file, which is what a server looks for; an older one goes before its weights do.</summary>
    private List<FetchedFile> Publish(List<(SourceFile File, PartialFile Partial)> partials)
    {
        if (partials.Count > 1)
        {
            Remove(FetchReport.FileName);
            Remove(RelativeName.ModelFile);
        }

        foreach (var (file, partial) in Enumerable.Reverse(partials))
        {
            partial.Publish(file.Name);
        }

        return [.. partials.Select(p => new FetchedFile(p.File.Name, p.Partial.Sha256, p.Partial.Length))];
    }

    private void Remove(string name)
    {
        try
        {
            File.Delete(Path.Combine(_target, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TargetErrors.Explain(e, _target);
        }
    }

    private void Verify(string sha256)
    {
        if (options.Sha256 is { } wanted && !wanted.Equals(sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new FetchException(FetchFailure.ChecksumMismatch, $"The SHA-256 of {uri.Text} is {sha256}; {wanted.ToLowerInvariant()} was asked for. Either the file is damaged or the wrong one, or the digest is another file's; nothing of it was kept.");
        }
    }
}
