using System.Threading.Channels;
using InferencePlatform.Kubernetes.Telemetry;

namespace InferencePlatform.Kubernetes.Queue;

/// <summary>
/// Keys to work on. A key waits at most once however often it is added, is never worked on twice at a time, and is taken
/// again if it was added meanwhile. So there are never more entries than keys.
/// </summary>
public sealed class RateLimitedQueue<TKey> : IQueueState, IDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly QueueOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly Dictionary<TKey, long> _wanted = [];
    private readonly Dictionary<TKey, long> _working = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly TokenBucket _retries;
    private readonly DelayedKeys<TKey> _delayed;

    public RateLimitedQueue(QueueOptions? options = null)
    {
        _options = options ?? new QueueOptions();
        _time = _options.TimeProvider;
        _retries = new TokenBucket(_options.RetriesPerSecond, _options.RetryBurst, _time);
        _delayed = new DelayedKeys<TKey>(_time, Add);
    }

    /// <summary>Keys that wait to be taken now.</summary>
    public int Depth => _ready.Reader.Count;

    internal QueueMetrics Metrics { get; } = new();

    QueueMetrics IQueueState.Metrics => Metrics;

    /// <summary>Wants work on a key.</summary>
    public void Add(TKey key)
    {
        lock (_lock)
        {
            if (_wanted.TryAdd(key, _time.GetTimestamp()))
            {
                Metrics.CountAdd();
                if (!_working.ContainsKey(key))
                {
                    _ready.Writer.TryWrite(key);
                }
            }
        }
    }

    /// <summary>Wants work on a key after a while; of several such wishes for a key the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
        }
        else
        {
            _delayed.Add(key, delay);
        }
    }

    /// <summary>Wants work on a key whose work failed: after a wait that doubles with each failure since <see cref="Forget"/>.</summary>
    public void AddRateLimited(TKey key)
    {
        int failures;
        lock (_lock)
        {
            failures = _failures.GetValueOrDefault(key);
            _failures[key] = failures + 1;
        }

        Metrics.CountRetry();
        var own = Math.Min(_options.MaxDelay.TotalSeconds, _options.FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(failures, 62)));
        AddAfter(key, TimeSpan.FromSeconds(Math.Max(own, _retries.Reserve().TotalSeconds)));
    }

    /// <summary>The work on a key succeeded; its next failure is its first.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            _failures.Remove(key);
        }
    }

    /// <summary>Failures of a key since <see cref="Forget"/>.</summary>
    public int Failures(TKey key)
    {
        lock (_lock)
        {
            return _failures.GetValueOrDefault(key);
        }
    }

    /// <summary>Waits for a key and takes it; <see cref="Done"/> must follow.</summary>
    public async ValueTask<TKey> GetAsync(CancellationToken cancellationToken)
    {
        var key = await _ready.Reader.ReadAsync(cancellationToken);
        lock (_lock)
        {
            _wanted.Remove(key, out var addedAt);
            var now = _time.GetTimestamp();
            Metrics.QueueDuration.Record(_time.GetElapsedTime(addedAt, now));
            _working.Add(key, now);
        }

        return key;
    }

    /// <summary>The work on a key has ended, well or not.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            if (!_working.Remove(key, out var startedAt))
            {
                return;
            }

            Metrics.WorkDuration.Record(_time.GetElapsedTime(startedAt));
            if (_wanted.ContainsKey(key))
            {
                _ready.Writer.TryWrite(key);
            }
        }
    }

    /// <summary>Forgets what was to be added later.</summary>
    public void Dispose() => _delayed.Dispose();

    (TimeSpan Total, TimeSpan Longest) IQueueState.Unfinished()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            var (total, longest) = (TimeSpan.Zero, TimeSpan.Zero);
            foreach (var startedAt in _working.Values)
            {
                var taken = _time.GetElapsedTime(startedAt, now);
                total += taken;
                longest = taken > longest ? taken : longest;
            }

            return (total, longest);
        }
    }
}
