using System.Collections;
using InferencePlatform.Service.Fetching;
using InferencePlatform.Service.Tests.Models;

namespace InferencePlatform.Service.Tests.Fetching.Rig;

/// <summary>A target folder of its own, and fetches to it that wait no time between attempts.</summary>
internal sealed class FetchRig : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fetch-");

    public string Target => Path.Combine(_folder.FullName, "target");

    /// <summary>A folder that a source may lie in.</summary>
    public string Beside => _folder.FullName;

    public string Model => Path.Combine(Target, "model.onnx");

    public LogLines<FetchRig> Log { get; } = new();

    /// <summary>Everything that is in the target, hidden files too.</summary>
    public IReadOnlyList<string> Files => Directory.Exists(Target)
        ? [.. Directory.EnumerateFiles(Target, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Select(f => Path.GetRelativePath(Target, f)).Order(StringComparer.Ordinal)]
        : [];

    public async Task<FetchReport> FetchAsync(string uri, Func<FetchOptions, FetchOptions>? configure = null, Hashtable? environment = null, CancellationToken? stop = null)
    {
        var options = new FetchOptions { Uri = uri, Target = Target, Attempts = 3 };
        options = configure?.Invoke(options) ?? options;
        var credentials = FetchCredentials.Read(options.CredentialsDir, environment ?? []);
        Assert.True(ModelUri.TryParse(uri, out var parsed, out var problem), problem);
        Assert.Empty(FetchOptionsCheck.FindProblems(options, parsed, credentials));
        using var source = FetchSources.Open(options, parsed, credentials);
        var delays = new RetryDelays(TimeSpan.Zero, () => 0);
        return await new ModelFetch(options, parsed, source, delays, Log).RunAsync(stop ?? TestContext.Current.CancellationToken);
    }

    /// <summary>A fetch that must fail; nothing of it may be left in the target.</summary>
    public async Task<FetchException> FailAsync(string uri, Func<FetchOptions, FetchOptions>? configure = null, Hashtable? environment = null)
    {
        var before = Files;
        var failure = await Assert.ThrowsAsync<FetchException>(() => FetchAsync(uri, configure, environment));
        Assert.Equal(before, Files);
        return failure;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
