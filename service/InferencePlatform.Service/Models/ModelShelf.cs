namespace InferencePlatform.Service.Models;

/// <summary>
/// What is served of one model and known of its versions. Each change is published in the catalog at once and whole;
/// a version that is taken off is out of the catalog when the method returns, and may then be retired.
/// </summary>
internal sealed class ModelShelf(string name, ModelCatalog catalog, Action changed)
{
    /// <summary>The status of a model of which no version can be named has this one.</summary>
    public const long NoVersion = 0;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, LoadedVersion> _serving = [];
    private readonly Dictionary<long, ModelStatus> _statuses = [];
    private bool _isNews;

    public bool IsEmpty => Read(() => _statuses.Count == 0);

    /// <summary>The versions of which anything is known.</summary>
    public IReadOnlyList<long> Known => Read<IReadOnlyList<long>>(() => [.. _statuses.Keys]);

    /// <summary>The versions that take calls.</summary>
    public IReadOnlyList<long> Serving => Read<IReadOnlyList<long>>(() => [.. _serving.Keys]);

    public LoadedVersion? Find(long version) => Read(() => _serving.GetValueOrDefault(version));

    public string? ReasonOf(long version) => Read(() => _statuses.GetValueOrDefault(version)?.Reason);

    /// <summary>A version is being loaded. Where an earlier file of it serves, it goes on and stays ready.</summary>
    public void Loading(IEnumerable<long> versions) => Change(() =>
    {
        foreach (var version in versions.Where(v => !_serving.ContainsKey(v)))
        {
            Set(version, ModelState.Loading, "");
        }
    });

    /// <summary>A version takes calls from now on.</summary>
    /// <returns>The one of its number that no longer does, if there was another.</returns>
    public ModelVersion? Serve(LoadedVersion loaded)
    {
        ModelVersion? replaced = null;
        Change(() =>
        {
            var version = loaded.Version.Version;
            var before = _serving.GetValueOrDefault(version)?.Version;
            replaced = ReferenceEquals(before, loaded.Version) ? null : before;
            _isNews |= !ReferenceEquals(before, loaded.Version);
            _serving[version] = loaded;
            Set(version, ModelState.Ready, "");
        });
        return replaced;
    }

    /// <summary>A version could not be loaded. What serves goes on, and says why it is not the newer.</summary>
    /// <returns>Whether that was not known.</returns>
    public bool Fail(long version, string reason) => Change(() =>
    {
        if (_serving.ContainsKey(version))
        {
            Set(version, ModelState.Ready, $"What was loaded earlier still serves; what is there now cannot: {reason}");
        }
        else
        {
            Set(version, ModelState.Failed, reason);
        }
    });

    /// <summary>The model as a whole could not be read. What serves goes on, and says why.</summary>
    /// <returns>Whether that was not known.</returns>
    public bool FailModel(string reason) => Change(() =>
    {
        Forget(v => v != NoVersion);
        foreach (var version in _serving.Keys)
        {
            Set(version, ModelState.Ready, $"What was loaded earlier still serves; what is there now cannot: {reason}");
        }

        if (_serving.Count == 0)
        {
            Set(NoVersion, ModelState.Failed, reason);
        }
    });

    /// <summary>A version that should have gone serves on.</summary>
    public void ServeOn(long version, string reason) => Change(() => Set(version, ModelState.Ready, reason));

    /// <summary>Takes a version off.</summary>
    /// <returns>The version, for the caller to retire; null where it did not serve.</returns>
    public ModelVersion? TakeOff(long version, string reason)
    {
        LoadedVersion? loaded = null;
        Change(() =>
        {
            if (_serving.Remove(version, out loaded))
            {
                Set(version, ModelState.Unloading, reason);
            }
            else if (_statuses.GetValueOrDefault(version) is not { State: ModelState.Unloading })
            {
                Set(version, ModelState.Unloaded, reason);
            }
        });
        return loaded?.Version;
    }

    /// <summary>The memory of a version that was taken off is free.</summary>
    public void Freed(long version) => Change(() =>
    {
        if (_statuses.GetValueOrDefault(version) is { State: ModelState.Unloading } status)
        {
            Set(version, ModelState.Unloaded, status.Reason);
        }
    });

    /// <summary>Forgets the versions that are neither among these nor serving.</summary>
    public void KeepOnly(IReadOnlyCollection<long> versions) => Change(() => Forget(v => !versions.Contains(v)));

    private void Forget(Func<long, bool> which)
    {
        foreach (var version in _statuses.Keys.Where(v => which(v) && !_serving.ContainsKey(v)).ToList())
        {
            _statuses.Remove(version);
            _isNews = true;
        }
    }

    private void Set(long version, ModelState state, string reason)
    {
        var status = new ModelStatus(name, version, state, reason) { Sha256 = _serving.GetValueOrDefault(version)?.Version.Sha256 };
        _isNews |= _statuses.GetValueOrDefault(version) != status;
        _statuses[version] = status;
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private bool Change(Action change)
    {
        lock (_gate)
        {
            _isNews = false;
            change();
            if (!_isNews)
            {
                return false;
            }

            if (_statuses.Count > 0)
            {
                catalog.Publish(new ModelEntry(name, _serving.Values.Select(l => l.Version), _statuses.Values));
            }
            else
            {
                catalog.Remove(name);
            }
        }

        changed();
        return true;
    }
}
