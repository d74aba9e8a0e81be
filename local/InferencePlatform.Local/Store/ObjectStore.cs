using System.Collections.Concurrent;

namespace InferencePlatform.Local.Store;

/// <summary>
/// All objects of the API. Changes are made one transaction after the other on the newest state; readers and watchers see
/// a change once it is on disk, and its writer is answered after that, so that nobody has seen what a crash undoes.
/// </summary>
internal sealed class ObjectStore : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Journal? _journal;
    private readonly int _historyLimit;
    private readonly long _start;
    private long _logged;
    private readonly ConcurrentDictionary<string, EventLog> _logs = new(StringComparer.Ordinal);
    private StoreState _newest;
    private volatile StoreState _durable;
    private Task _written = Task.CompletedTask;

    private ObjectStore(StoreState state, Journal? journal, int historyLimit)
    {
        _newest = _durable = state;
        _start = _logged = state.Version;
        _journal = journal;
        _historyLimit = historyLimit;
    }

    /// <summary>What readers see.</summary>
    public StoreState State => _durable;

    /// <summary>The version up to which every log is complete.</summary>
    public long LoggedVersion => Volatile.Read(ref _logged);

    /// <param name="directory">Where the state is kept; null for memory only.</param>
    /// <param name="historyLimit">Changes of each resource that a watch may be behind.</param>
    /// <param name="compactionBytes">Size of the journal from which on it is written anew.</param>
    /// <param name="write">Writes records to the file; null for the usual way.</param>
    /// <exception cref="IOException">Another process uses the folder.</exception>
    /// <exception cref="InvalidDataException">The file is damaged before its end.</exception>
    public static ObjectStore Open(string? directory, int historyLimit, long compactionBytes, FileWrite? write = null)
    {
        if (directory is null)
        {
            return new ObjectStore(StoreState.Empty, null, historyLimit);
        }

        var (state, journal) = Journal.Open(directory, compactionBytes, write ?? RandomAccess.Write);
        var store = new ObjectStore(state, journal, historyLimit);
        journal.Start(store.Publish, store.TakeBack, () => store._durable);
        return store;
    }

    /// <summary>The changes of one resource.</summary>
    public EventLog LogOf(string resource) => _logs.GetOrAdd(resource, static (_, store) => new EventLog(store._historyLimit, store._start), this);

    /// <summary>Makes a change and waits until it lasts.</summary>
    /// <param name="change">Reads and changes the newest state; what it throws undoes all of it.</param>
    /// <param name="dryRun">Computes the result and changes nothing.</param>
    public async Task<T> CommitAsync<T>(Func<StoreTransaction, T> change, bool dryRun = false)
    {
        T result;
        Task written;
        lock (_gate)
        {
            var transaction = new StoreTransaction(_newest);
            result = change(transaction);
            if (!dryRun && transaction.Changes.Count > 0)
            {
                _newest = transaction.State;
                _written = _journal is null ? PublishNow(transaction.Changes) : _journal.AppendAsync(transaction.Changes);
            }

            // What the transaction read may be another's change that is still being written.
            written = _written;
        }

        await written.ConfigureAwait(false);
        return result;
    }

    public ValueTask DisposeAsync() => _journal?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task PublishNow(IReadOnlyList<ObjectEvent> changes)
    {
        Publish(changes);
        return Task.CompletedTask;
    }

    /// <summary>Forgets the changes that are not on disk, with those that were made on top of them.</summary>
    private void TakeBack(Action refuse)
    {
        lock (_gate)
        {
            refuse();
            _newest = _durable;
            _written = Task.CompletedTask;
        }
    }

    private void Publish(IReadOnlyList<ObjectEvent> changes)
    {
        var state = _durable;
        foreach (var change in changes)
        {
            state = state.With(change);
        }

        // State first: a watcher that has seen a change must find it when it reads.
        _durable = state;
        foreach (var change in changes)
        {
            LogOf(change.After.Resource).Add(change);
        }

        Volatile.Write(ref _logged, state.Version);
    }
}
