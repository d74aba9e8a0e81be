using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Health;

/// <summary>
/// Whether the server is ready, decided in one place and read by gRPC health, /readyz and the protocols' own calls
/// alike.
/// </summary>
internal sealed class Readiness(ModelCatalog catalog, bool strict)
{
    private readonly Lock _gate = new();
    private ReadinessState _state = ReadinessState.NotReady("The server is starting.");
    private bool _loaded;
    private bool _draining;
    private string? _problem;

    /// <summary>After each time it was decided anew, with nothing else decided meanwhile. Be quick.</summary>
    public event Action<ReadinessState>? Decided;

    public bool IsReady => State.IsReady;

    /// <summary>Why the server is not ready, in one line; empty when it is.</summary>
    public string Reason => State.Reason;

    public ReadinessState State => Volatile.Read(ref _state);

    /// <summary>Whether one model can be called: it has a version that serves, and the server is not stopping.</summary>
    public bool IsModelReady(string name) => !Volatile.Read(ref _draining) && catalog.Find(name)?.Latest is not null;

    /// <summary>Takes in what changed in the catalog.</summary>
    /// <param name="loaded">The first load has tried every model.</param>
    /// <param name="problem">What is wrong with the repository itself; null where nothing is.</param>
    public void Update(bool loaded, string? problem)
    {
        lock (_gate)
        {
            _loaded = loaded;
            _problem = problem;
            Decide();
        }
    }

    /// <summary>From now on the server is not ready, for good: it was told to stop.</summary>
    public void BeginDraining()
    {
        lock (_gate)
        {
            Volatile.Write(ref _draining, true);
            Decide();
        }
    }

    private void Decide()
    {
        var state = ReadinessRules.Decide(_loaded, _draining, strict, _problem, [.. catalog.Entries]);
        Volatile.Write(ref _state, state);
        Decided?.Invoke(state);
    }
}
