using InferencePlatform.Service.Runtime;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Models;

/// <summary>
/// The life of one model: makes what is served what lies on disk, one change at a time. A version comes up before
/// another goes down for it, so that calls always find one.
/// </summary>
internal sealed class ModelLife(
    string name, IModelSource source, VersionLoader loader, LoadSlots slots, Retirements retirements, ModelShelf shelf, Action<string, LoadFailureKind> loadFailed, ILogger logger)
{
    private readonly Turns _turns = new(1);
    private readonly Dictionary<long, VersionStamp> _failed = [];
    private bool _unloadedByClient;
    private bool _toldOfIgnored;

    /// <summary>Whether nothing is known of the model: it is in no repository, and nothing of it serves.</summary>
    public bool IsEmpty => shelf.IsEmpty;

    /// <summary>Loads what is new or changed, and takes off what is no longer wanted.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="waiting">Ends the wait for the model's other changes.</param>
    /// <param name="stopping">Ends the loading.</param>
    /// <returns>What went wrong; nothing when all that is wanted serves.</returns>
    public async Task<IReadOnlyList<string>> RefreshAsync(RefreshCause cause, CancellationToken waiting, CancellationToken stopping)
    {
        using var turn = await _turns.TakeAsync(waiting);
        return await RefreshInTurnAsync(cause, stopping);
    }

    /// <summary>Takes all versions off; a refresh that no client asked for leaves them off.</summary>
    public async Task UnloadAsync(string reason, CancellationToken waiting)
    {
        using var turn = await _turns.TakeAsync(waiting);
        _unloadedByClient = true;
        TakeOff(shelf.Known, reason);
    }

    private async Task<IReadOnlyList<string>> RefreshInTurnAsync(RefreshCause cause, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        _unloadedByClient &= cause != RefreshCause.Client;
        try
        {
            var files = source.Read(name);
            if (files is null)
            {
                _unloadedByClient = false;
                _failed.Clear();
                TakeOff(shelf.Serving, "It is no longer in the repository.");
                shelf.KeepOnly([]);
                return [];
            }

            TellOfIgnored(files);
            return _unloadedByClient ? [] : await ServeAsync(files, cause, stopping);
        }
        catch (ModelLoadException e)
        {
            _failed.Clear();
            if (shelf.FailModel(e.Message) || cause != RefreshCause.Poll)
            {
                RepositoryLog.ModelFailed(logger, name, e.Message);
                loadFailed(name, e.Kind);
            }

            return [e.Message];
        }
    }

    private async Task<IReadOnlyList<string>> ServeAsync(ModelFiles files, RefreshCause cause, CancellationToken stopping)
    {
        var existing = files.Versions.ToDictionary(v => v.Version);
        var chosen = files.Settings.VersionPolicy.Choose(existing.Keys);
        if (chosen.Count == 0)
        {
            throw new ModelLoadException($"{files.Location} has no versions; put the model into a folder whose name is a positive whole number, such as {files.Location}/1/model.onnx.") { Kind = LoadFailureKind.NoVersion };
        }

        shelf.KeepOnly([.. existing.Keys, .. chosen]);
        shelf.Loading(chosen.Where(v => cause != RefreshCause.Poll || !_failed.ContainsKey(v)));
        var failures = new List<string>();
        foreach (var version in chosen)
        {
            var failure = existing.TryGetValue(version, out var found)
                ? await EnsureAsync(found, files.Settings, cause, stopping)
                : Fail(LoadFailureKind.NoVersion, version, null, $"The version policy asks for version {version}, and {files.Location} has no such folder; it has {Describe(existing.Keys)}.", null, cause);
            failures.AddRange(failure is null ? [] : [failure]);
        }

        foreach (var other in existing.Keys.Union(shelf.Serving).Except(chosen).ToList())
        {
            if (failures.Count > 0 && shelf.Find(other) is not null)
            {
                shelf.ServeOn(other, "It serves until the versions that the version policy chooses are ready.");
            }
            else
            {
                TakeOff([other], $"The version policy, {files.Settings.VersionPolicy}, does not choose it.");
            }
        }

        shelf.KeepOnly([.. existing.Keys, .. chosen]);
        return failures;
    }

    private async Task<string?> EnsureAsync(VersionFiles files, ModelSettings settings, RefreshCause cause, CancellationToken stopping)
    {
        var present = shelf.Find(files.Version);
        var stamp = VersionStamp.Take(files, settings);
        if (cause == RefreshCause.Poll && _failed.GetValueOrDefault(files.Version) == stamp)
        {
            return shelf.ReasonOf(files.Version);
        }

        try
        {
            var loaded = stamp == present?.Stamp
                ? present
                : await slots.RunAsync(() => loader.Load(name, files, settings, present, stopping), stopping);
            _failed.Remove(files.Version);
            if (shelf.Serve(loaded) is { } replaced)
            {
                retirements.Begin(replaced, () => { });
            }

            return null;
        }
        catch (ModelLoadException e)
        {
            return Fail(e.Kind, files.Version, stamp, e.Message, null, cause);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nothing that one model's files cause may end the server or keep the other models from serving.
            return Fail(LoadFailureKind.Unexpected, files.Version, stamp, $"Loading {files.ModelPath} failed unexpectedly: {e.Message}", e, cause);
        }
    }

    private string Fail(LoadFailureKind kind, long version, VersionStamp? stamp, string reason, Exception? exception, RefreshCause cause)
    {
        if (stamp is not null)
        {
            _failed[version] = stamp;
        }

        if (shelf.Fail(version, reason) || cause != RefreshCause.Poll)
        {
            RepositoryLog.Failed(logger, name, version, reason, exception);
            loadFailed(name, kind);
        }

        return reason;
    }

    private void TakeOff(IEnumerable<long> versions, string reason)
    {
        foreach (var version in versions)
        {
            if (shelf.TakeOff(version, reason) is { } retired)
            {
                retirements.Begin(retired, () => shelf.Freed(version));
            }
        }
    }

    private void TellOfIgnored(ModelFiles files)
    {
        if (!_toldOfIgnored && files.Ignored.Count > 0)
        {
            _toldOfIgnored = true;
            RepositoryLog.IgnoredFile(logger, name, string.Join(", ", files.Ignored));
        }
    }

    private static string Describe(IEnumerable<long> versions)
    {
        var text = string.Join(", ", versions.Order());
        return text.Length > 0 ? text : "none";
    }
}
