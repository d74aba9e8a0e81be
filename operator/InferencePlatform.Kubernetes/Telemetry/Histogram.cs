using InferencePlatform.Metrics;

namespace InferencePlatform.Kubernetes.Telemetry;

/// <summary>Counts durations in buckets, whose upper bounds are inclusive, in seconds. Recording takes no lock.</summary>
internal sealed class Histogram(double[] upperBounds)
{
    private readonly long[] _counts = new long[upperBounds.Length + 1];
    private long _ticks;

    public double SumSeconds => new TimeSpan(Interlocked.Read(ref _ticks)).TotalSeconds;

    public void Record(TimeSpan duration)
    {
        var found = Array.BinarySearch(upperBounds, duration.TotalSeconds);
        Interlocked.Increment(ref _counts[found < 0 ? ~found : found]);
        Interlocked.Add(ref _ticks, duration.Ticks);
    }

    /// <summary>Writes the samples of the family begun last.</summary>
    public void Write(ExpositionWriter writer, byte[] labels)
    {
        var count = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            count += Interlocked.Read(ref _counts[bucket]);
            var bound = bucket < upperBounds.Length ? upperBounds[bucket] : double.PositiveInfinity;
            writer.Sample("_bucket"u8, labels, Labels.OfBucket(bound, writer.Format), count);
        }

        writer.Sample("_sum"u8, labels, default, SumSeconds);
        writer.Sample("_count"u8, labels, default, count);
    }
}
