using System.Collections.Concurrent;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Models;

/// <summary>The models of a server: brings them in from disk, replaces them and takes them away while calls go on.</summary>
internal sealed class ModelRepository : IAsyncDisposable
{
    private readonly ModelRepositoryOptions _options;
    private readonly ModelCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IModelSource _source;
    private readonly VersionLoader _loader;
    private readonly LoadSlots _slots;
    private readonly Retirements _retirements;
    private readonly CancellationTokenSource _stopping = new();

    // One for each name ever seen on disk. They are small, and stay: a change in progress may hold one.
    private readonly ConcurrentDictionary<string, ModelLife> _lives = new(StringComparer.Ordinal);
    private volatile string? _problem;
    private volatile bool _initialLoadDone;

    public ModelRepository(ModelRepositoryOptions options, ModelCatalog catalog, TimeProvider time, ILogger<ModelRepository> logger)
    {
        _options = options;
        _catalog = catalog;
        _time = time;
        _logger = logger;
        _source = options switch
        {
            { Folder: { } folder, Single: null } => new FolderModelSource(folder),
            { Folder: null, Single: { } single } => new SingleModelSource(single),
            _ => throw new ArgumentException("A repository is either a folder or a single model.", nameof(options)),
        };
        _loader = new VersionLoader(options.Session, new WarmUp(options.WarmupTimeout, time, logger), logger);
        _slots = new LoadSlots(Math.Max(1, options.ParallelLoads));
        _retirements = new Retirements(options.UnloadTimeout, time, logger);
    }

    /// <summary>Raised, on any thread, after each change of what can be seen here or in the catalog.</summary>
    public event Action? Changed;

    /// <summary>Raised, on any thread, when a model of this name could not be loaded.</summary>
    public event Action<string, LoadFailureKind>? LoadFailed;

    /// <summary>Whether loading every model has been tried.</summary>
    public bool InitialLoadDone => _initialLoadDone;

    /// <summary>What is wrong with the repository itself; null when nothing is.</summary>
    public string? Problem => _problem;

    /// <summary>Loads every model for the first time. A model that fails does not fail the others.</summary>
    public async Task LoadAllAsync(CancellationToken cancellationToken)
    {
        await RefreshAllAsync(RefreshCause.Operator, cancellationToken);
        _initialLoadDone = true;
        var entries = _catalog.Entries.ToList();
        RepositoryLog.AllTried(_logger, entries.Count(e => e.Latest is not null), entries.Count);
        Changed?.Invoke();
    }

    /// <summary>Looks at the folder again: loads what is new or changed, unloads what vanished.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => RefreshAllAsync(RefreshCause.Operator, cancellationToken);

    /// <summary>Looks at the folder now and then, if the options say so, until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        if (_options.PollInterval <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(_options.PollInterval, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await RefreshAllAsync(RefreshCause.Poll, cancellationToken);
        }
    }

    /// <summary>Loads a model that a client asks for, and waits for it. The load goes on if the client does not wait.</summary>
    /// <exception cref="InferenceException">Clients may not, there is no such model, or it cannot be loaded.</exception>
    public async Task LoadAsync(string name, CancellationToken cancellationToken)
    {
        CheckAllowed($"load model '{name}'");
        var life = FindLife(name) ?? throw Missing(name);
        var failures = await life.RefreshAsync(RefreshCause.Client, cancellationToken, _stopping.Token).WaitAsync(cancellationToken);
        if (failures.Count > 0)
        {
            throw new InferenceException(InferenceError.FailedPrecondition, $"Model '{name}' cannot be loaded: {string.Join(" ", failures)}");
        }

        if (life.IsEmpty)
        {
            throw Missing(name);
        }

        SetProblem(null);
    }

    /// <summary>Unloads a model that a client no longer wants; returns when no new call can reach it.</summary>
    /// <exception cref="InferenceException">Clients may not, or there is no such model.</exception>
    public async Task UnloadAsync(string name, CancellationToken cancellationToken)
    {
        CheckAllowed($"unload model '{name}'");
        var life = FindLife(name) ?? throw Missing(name);
        await life.UnloadAsync("A client unloaded it; it serves again once it is loaded again.", cancellationToken);
    }

    /// <summary>The state of every version known. A problem of the repository itself comes as one without a name.</summary>
    public IReadOnlyList<ModelStatus> Index(bool readyOnly)
    {
        var statuses = _catalog.Entries.SelectMany(e => e.Statuses);
        if (_problem is { } problem)
        {
            statuses = statuses.Prepend(new ModelStatus("", ModelShelf.NoVersion, ModelState.Failed, problem));
        }

        return [.. statuses.Where(s => !readyOnly || s.State == ModelState.Ready)];
    }

    /// <summary>Retires all versions and waits, within bounds, for the calls on them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await Task.WhenAll(_lives.Values.Select(l => l.UnloadAsync("The server stops.", default))).WaitAsync(_options.UnloadTimeout, _time);
        }
        catch (TimeoutException)
        {
            // A load that does not end keeps its model; the process ends with it.
        }

        await _retirements.WaitAsync();
    }

    private async Task RefreshAllAsync(RefreshCause cause, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var name in _source.List())
            {
                FindLife(name);
            }

            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
            await Task.WhenAll(_lives.Values.Select(l => l.RefreshAsync(cause, stopping.Token, stopping.Token)));
            SetProblem(_catalog.Entries.Any()
                ? null
                : $"The model repository {_source.Location} has no models; put one there as <model>/<version>/model.onnx.");
        }
        catch (ModelLoadException e)
        {
            // A volume that is gone for a while takes nothing away that serves.
            SetProblem(e.Message);
        }
    }

    private void SetProblem(string? problem)
    {
        if (problem == _problem)
        {
            return;
        }

        _problem = problem;
        if (problem is not null)
        {
            RepositoryLog.Problem(_logger, problem);
        }

        Changed?.Invoke();
    }

    private ModelLife? FindLife(string name)
    {
        if (_lives.TryGetValue(name, out var life))
        {
            return life.IsEmpty && !_source.Has(name) ? null : life;
        }

        return _source.Has(name) ? _lives.GetOrAdd(name, Create) : null;
    }

    private ModelLife Create(string name)
    {
        var shelf = new ModelShelf(name, _catalog, () => Changed?.Invoke());
        return new ModelLife(name, _source, _loader, _slots, _retirements, shelf, (model, kind) => LoadFailed?.Invoke(model, kind), _logger);
    }

    private void CheckAllowed(string what)
    {
        if (!_options.AllowChanges)
        {
            throw new InferenceException(InferenceError.FailedPrecondition, $"Clients may not {what}: this server's models are its operator's to change. To allow it, start the server with --allow-repository-changes.");
        }
    }

    private InferenceException Missing(string name)
    {
        IReadOnlyList<string> names;
        try
        {
            names = _source.List();
        }
        catch (ModelLoadException e)
        {
            return new InferenceException(InferenceError.NotFound, $"There is no model '{name}'. {e.Message}");
        }

        var told = names.Count == 0 ? "none are there" : "these are there: " + NameList.Describe(names);
        return new InferenceException(InferenceError.NotFound, $"There is no model '{name}' in {_source.Location}; {told}.");
    }
}
