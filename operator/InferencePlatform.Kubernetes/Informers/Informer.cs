using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Informers;

/// <summary>
/// Keeps a copy of a resource's objects and tells of their changes. A change that no watch delivered, a delete above all,
/// is found at the next list by comparison.
/// </summary>
public sealed class Informer<T> : IInformer, IReflectorTarget<T>
    where T : KubernetesObject
{
    private readonly Lock _lock = new();
    private readonly InformerOptions<T> _options;
    private readonly ILogger _logger;
    private readonly Store<T> _store;
    private readonly Reflector<T> _reflector;
    private readonly List<ChangeHandler<T>> _handlers = [];
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    public Informer(IKubernetesClient client, ResourceType resource, InformerOptions<T> options, ILogger<Informer<T>> logger)
    {
        Resource = resource;
        _options = options;
        _logger = logger;
        _store = new Store<T>(options.Indexes);
        _reflector = new Reflector<T>(client, resource, options, this, logger);
    }

    /// <summary>An informer of the resource that <typeparamref name="T"/> says it is.</summary>
    public Informer(IKubernetesClient client, InformerOptions<T> options, ILogger<Informer<T>> logger)
        : this(client, ResourceType.Of<T>(), options, logger)
    {
    }

    public ResourceType Resource { get; }

    public ILister<T> Lister => _store;

    public bool HasSynced => _synced.Task.IsCompleted;

    /// <summary>
    /// Calls <paramref name="handler"/> after each change with the object before (null: it is new) and after (null: it is gone);
    /// first for all objects there are. Calls come one at a time. Several changes of an object may come as one, even a delete
    /// and a new object of the same name; a slow handler holds up nobody else.
    /// </summary>
    public void AddHandler(Action<T?, T?> handler)
    {
        var added = new ChangeHandler<T>(handler, Resource, _logger);
        lock (_lock)
        {
            _handlers.Add(added);
            foreach (var o in _store.List())
            {
                added.Tell(ObjectKey.Of(o), null, o);
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => Interlocked.Exchange(ref _started, 1) == 0
        ? _reflector.RunAsync(cancellationToken)
        : throw new InvalidOperationException($"The informer of {Resource} was started twice.");

    /// <inheritdoc/>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.Task.WaitAsync(cancellationToken);

    void IReflectorTarget<T>.Replace(IReadOnlyList<T> objects, IReadOnlyCollection<ObjectKey> unreadable)
    {
        lock (_lock)
        {
            var gone = _store.Keys().ToHashSet();
            gone.ExceptWith(unreadable);
            foreach (var o in objects)
            {
                gone.Remove(ObjectKey.Of(o));
                Set(o);
            }

            foreach (var key in gone)
            {
                Remove(key);
            }
        }

        _synced.TrySetResult();
    }

    void IReflectorTarget<T>.Change(WatchEventType type, T o)
    {
        lock (_lock)
        {
            if (type == WatchEventType.Deleted)
            {
                Remove(ObjectKey.Of(o));
            }
            else
            {
                Set(o);
            }
        }
    }

    private void Set(T o)
    {
        var key = ObjectKey.Of(o);
        T kept;
        try
        {
            kept = _options.Projection(o);
        }
        catch (Exception e)
        {
            InformerLog.Unreadable(_logger, Resource, key, e.Message);
            return;
        }

        var before = _store.Set(kept);
        if (before is null || before.Metadata.ResourceVersion != kept.Metadata.ResourceVersion || before.Metadata.Uid != kept.Metadata.Uid)
        {
            Tell(key, before, kept);
        }
    }

    private void Remove(ObjectKey key)
    {
        if (_store.Remove(key) is { } before)
        {
            Tell(key, before, null);
        }
    }

    private void Tell(ObjectKey key, T? before, T? after)
    {
        foreach (var handler in _handlers)
        {
            handler.Tell(key, before, after);
        }
    }
}
