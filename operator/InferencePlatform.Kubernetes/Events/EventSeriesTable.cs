namespace InferencePlatform.Kubernetes.Events;

/// <summary>The events that may still be repeated. What has not been repeated for long leaves; and when there are too many, the oldest.</summary>
internal sealed class EventSeriesTable(EventRecorderOptions options)
{
    internal const int MaxSeries = 4096;

    private readonly Dictionary<Occurrence, Entry> _entries = [];
    private readonly LinkedList<Entry> _bySeen = new();

    public int Count => _entries.Count;

    /// <summary>Counts a repetition; null where this is none.</summary>
    public Entry? Repeat(Occurrence occurrence, DateTimeOffset now)
    {
        DropEnded(now);
        if (!_entries.TryGetValue(occurrence, out var entry))
        {
            return null;
        }

        entry.Occurrences++;
        entry.SeenAt = now;
        _bySeen.Remove(entry.Node);
        _bySeen.AddLast(entry.Node);
        return entry;
    }

    public void Begin(Occurrence occurrence, ObjectKey written, DateTimeOffset now)
    {
        while (_entries.Count >= MaxSeries)
        {
            Drop(_bySeen.First!.Value);
        }

        var entry = new Entry(occurrence, written) { SeenAt = now };
        entry.Node = _bySeen.AddLast(entry);
        _entries[occurrence] = entry;
    }

    public void Drop(Entry entry)
    {
        _entries.Remove(entry.Occurrence);
        _bySeen.Remove(entry.Node);
    }

    /// <summary>Series with repetitions that are to be written now.</summary>
    public IReadOnlyList<Entry> Due(DateTimeOffset now) => [.. _bySeen.Where(e => e.IsDue(now, options.SeriesPause))];

    /// <summary>Whether any series has repetitions that are not written.</summary>
    public bool HasUnwritten => _bySeen.Any(e => e.Written < e.Occurrences);

    private void DropEnded(DateTimeOffset now)
    {
        while (_bySeen.First is { Value: var oldest } && now - oldest.SeenAt >= options.SeriesEnd && oldest.Written == oldest.Occurrences)
        {
            Drop(oldest);
        }
    }

    internal sealed class Entry(Occurrence occurrence, ObjectKey key)
    {
        public Occurrence Occurrence => occurrence;

        /// <summary>The event in the cluster.</summary>
        public ObjectKey Key => key;

        public LinkedListNode<Entry> Node { get; set; } = null!;

        public DateTimeOffset SeenAt { get; set; }

        public DateTimeOffset? CountedAt { get; set; }

        public int Occurrences { get; set; } = 1;

        /// <summary>Occurrences that the event in the cluster tells of.</summary>
        public int Written { get; set; } = 1;

        public bool IsDue(DateTimeOffset now, TimeSpan pause) => Written < Occurrences && (CountedAt is null || now - CountedAt >= pause);
    }
}
