namespace InferencePlatform.Operator.Autoscaling;

/// <summary>What was right at earlier times, for as long as the longer window looks back.</summary>
internal sealed class ScalingHistory
{
    /// <summary>An hour, the longest window, of looks a second apart.</summary>
    public const int MaxEntries = 3600;

    private readonly Queue<(DateTimeOffset Time, int Replicas)> _entries = new();

    public int Count => _entries.Count;

    public void Add(DateTimeOffset now, int replicas, TimeSpan keep)
    {
        _entries.Enqueue((now, replicas));
        while (_entries.Count > MaxEntries || (_entries.TryPeek(out var oldest) && now - oldest.Time > keep))
        {
            _entries.Dequeue();
        }
    }

    public IEnumerable<int> Since(DateTimeOffset time) => _entries.Where(e => e.Time >= time).Select(e => e.Replicas);
}
