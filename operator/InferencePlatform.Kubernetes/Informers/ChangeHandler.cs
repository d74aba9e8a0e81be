using InferencePlatform.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Informers;

/// <summary>
/// Tells one handler of changes, away from the watch. While the handler is slow, changes of the same object become one,
/// from how the handler last saw it to how it is; so no more wait than there are objects.
/// </summary>
internal sealed class ChangeHandler<T>(Action<T?, T?> handler, ResourceType resource, ILogger logger)
    where T : KubernetesObject
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, (T? Before, T? After)> _pending = [];
    private readonly Queue<ObjectKey> _order = new();
    private bool _running;

    public void Tell(ObjectKey key, T? before, T? after)
    {
        lock (_lock)
        {
            if (_pending.TryGetValue(key, out var earlier))
            {
                _pending[key] = (earlier.Before, after);
            }
            else
            {
                _pending.Add(key, (before, after));
                _order.Enqueue(key);
            }

            if (!_running)
            {
                _running = true;
                ThreadPool.QueueUserWorkItem(static handler => handler.Run(), this, preferLocal: false);
            }
        }
    }

    private void Run()
    {
        while (Take() is var (key, before, after))
        {
            try
            {
                if (before is not null || after is not null)
                {
                    handler(before, after);
                }
            }
            catch (Exception e)
            {
                InformerLog.HandlerFailed(logger, e, resource, key);
            }
        }
    }

    private (ObjectKey Key, T? Before, T? After)? Take()
    {
        lock (_lock)
        {
            if (!_order.TryDequeue(out var key))
            {
                _running = false;
                return null;
            }

            _pending.Remove(key, out var change);
            return (key, change.Before, change.After);
        }
    }
}
