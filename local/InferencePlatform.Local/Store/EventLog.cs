namespace InferencePlatform.Local.Store;

/// <summary>
/// The last changes of one resource. Watchers read it at their own pace; one that falls behind its limit is told so, and
/// nothing is kept for it.
/// </summary>
internal sealed class EventLog(int limit, long floor)
{
    /// <summary>Events are dropped this many at a time, so that one more costs little.</summary>
    private const int Slack = 64;

    private readonly Lock _gate = new();
    private readonly List<ObjectEvent> _events = [];
    private long _floor = floor;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change; take it before reading, so that no change is missed.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    public void Add(ObjectEvent change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _events.Add(change);
            if (_events.Count > limit + Slack)
            {
                _floor = _events[Slack].Version;
                _events.RemoveRange(0, Slack + 1);
            }

            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>The changes after a version; null where some of them are no longer kept.</summary>
    public IReadOnlyList<ObjectEvent>? After(long version)
    {
        lock (_gate)
        {
            if (version < _floor)
            {
                return null;
            }

            var first = _events.FindLastIndex(e => e.Version <= version) + 1;
            return first == _events.Count ? [] : _events[first..];
        }
    }
}
