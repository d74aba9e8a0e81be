namespace InferencePlatform.Kubernetes.Queue;

/// <summary>Keys that come due later, each at most once, at its earliest time. All share one timer; the wall clock may be set meanwhile.</summary>
internal sealed class DelayedKeys<TKey> : IDisposable
    where TKey : notnull
{
    /// <summary>Timers take no more than weeks; for a longer wait this one rings and is set again.</summary>
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Action<TKey> _due;
    private readonly Dictionary<TKey, long> _times = [];
    private readonly PriorityQueue<TKey, long> _heap = new();
    private readonly ITimer _timer;

    public DelayedKeys(TimeProvider time, Action<TKey> due)
    {
        _time = time;
        _due = due;
        _timer = time.CreateTimer(static state => ((DelayedKeys<TKey>)state!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(TKey key, TimeSpan delay)
    {
        lock (_lock)
        {
            var at = _time.GetTimestamp() + (long)Math.Ceiling(delay.TotalSeconds * _time.TimestampFrequency);
            if (_times.TryGetValue(key, out var earlier) && earlier <= at)
            {
                return;
            }

            _times[key] = at;
            _heap.Enqueue(key, at);
            DropOutdated();
            SetTimer();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Ring()
    {
        var due = new List<TKey>();
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            while (_heap.TryPeek(out var key, out var at) && at <= now)
            {
                _heap.Dequeue();
                if (_times.TryGetValue(key, out var wanted) && wanted == at)
                {
                    _times.Remove(key);
                    due.Add(key);
                }
            }

            SetTimer();
        }

        due.ForEach(_due);
    }

    private void SetTimer()
    {
        if (_heap.TryPeek(out _, out var first))
        {
            // Timers count whole milliseconds; one that rang a little early would ring again and again until it is time.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(_time.GetElapsedTime(_time.GetTimestamp(), first).TotalMilliseconds));
            _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > MaxTimer ? MaxTimer : wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A key made due earlier leaves its later entry in the heap; these must not become many.</summary>
    private void DropOutdated()
    {
        if (_heap.Count > 64 && _heap.Count > 2 * _times.Count)
        {
            _heap.Clear();
            _heap.EnqueueRange(_times.Select(t => (t.Key, t.Value)));
        }
    }
}
