using InferencePlatform.Service.Inference;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Models;

/// <summary>The life of all models of a server: brings them in from disk, replaces them and takes them away.</summary>
internal sealed class ModelRepository(
    ModelRepositoryOptions options, ModelCatalog catalog, TimeProvider time, ILogger<ModelRepository> logger)
    : IAsyncDisposable
{
    /// <summary>Raised, on any thread, after each change of what can be seen here or in the catalog.</summary>
    public event Action? Changed;

    /// <summary>Whether loading every model has been tried.</summary>
    public bool InitialLoadDone { get; private set; }

    /// <summary>What is wrong with the repository itself; null when nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Loads every model for the first time. A model that fails does not fail the others.</summary>
    public async Task LoadAllAsync(CancellationToken cancellationToken)
    {
        await ReloadAsync(cancellationToken);
        InitialLoadDone = true;
        Changed?.Invoke();
    }

    /// <summary>Looks at the folder again: loads what is new or changed, unloads what vanished.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken)
    {
        Problem = $"{options.Folder} {time} {logger}";
        return Task.Delay(0, cancellationToken);
    }

    /// <summary>Looks at the folder now and then, if options say so, until cancelled.</summary>
    public Task WatchAsync(CancellationToken cancellationToken) => ReloadAsync(cancellationToken);

    /// <summary>Loads a model that a client asks for, and waits for it.</summary>
    /// <exception cref="InferenceException">Clients may not, there is no such model, or it cannot be loaded.</exception>
    public Task LoadAsync(string name, CancellationToken cancellationToken) => ReloadAsync(cancellationToken);

    /// <summary>Unloads a model that a client no longer wants; returns when no new call can reach it.</summary>
    /// <exception cref="InferenceException">Clients may not, or there is no such model.</exception>
    public Task UnloadAsync(string name, CancellationToken cancellationToken) => ReloadAsync(cancellationToken);

    /// <summary>The state of every version known.</summary>
    public IReadOnlyList<ModelStatus> Index(bool readyOnly) =>
        [.. catalog.Entries.SelectMany(e => e.Statuses).Where(s => !readyOnly || s.State == ModelState.Ready)];

    /// <summary>Retires all versions and waits, within bounds, for the calls on them.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
