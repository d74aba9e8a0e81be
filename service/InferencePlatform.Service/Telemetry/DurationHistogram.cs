using System.Diagnostics;

namespace InferencePlatform.Service.Telemetry;

/// <summary>A histogram over <see cref="DurationBuckets"/> whose numbers lie among others in striped cells.</summary>
internal readonly struct DurationHistogram(StripedCells cells, int firstCell)
{
    /// <summary>The sum of the durations, then the buckets.</summary>
    public static int CellCount => 1 + DurationBuckets.Count;

    public double SumSeconds => (double)cells.Sum(firstCell) / Stopwatch.Frequency;

    /// <summary>Durations in one bucket alone, those of smaller ones not included.</summary>
    public long CountIn(int bucket) => cells.Sum(firstCell + 1 + bucket);

    public static void Record(long[] row, int firstCell, long ticks)
    {
        Interlocked.Increment(ref row[firstCell + 1 + DurationBuckets.IndexOf(ticks)]);
        if (ticks > 0)
        {
            Interlocked.Add(ref row[firstCell], ticks);
        }
    }
}
