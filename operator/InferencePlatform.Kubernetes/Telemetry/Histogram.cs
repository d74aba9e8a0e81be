namespace InferencePlatform.Kubernetes.Telemetry;

/// <summary>Counts durations in buckets. Recording takes no lock.</summary>
internal sealed class Histogram(double[] upperBounds)
{
    private readonly long[] _counts = new long[upperBounds.Length + 1];
    private long _ticks;

    /// <summary>Seconds, inclusive; above the last is one more bucket without a bound.</summary>
    public IReadOnlyList<double> UpperBounds => upperBounds;

    public double SumSeconds => new TimeSpan(Interlocked.Read(ref _ticks)).TotalSeconds;

    /// <summary>Durations in one bucket alone, those of smaller ones not included.</summary>
    public long CountIn(int bucket) => Interlocked.Read(ref _counts[bucket]);

    public void Record(TimeSpan duration)
    {
        var found = Array.BinarySearch(upperBounds, duration.TotalSeconds);
        Interlocked.Increment(ref _counts[found < 0 ? ~found : found]);
        Interlocked.Add(ref _ticks, duration.Ticks);
    }
}
