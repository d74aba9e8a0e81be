using System.Diagnostics;
using System.Numerics;

namespace InferencePlatform.Service.Telemetry;

/// <summary>
/// The buckets of every duration: from 10 µs, about what this server takes for a small model, to 10 s, three to a
/// decade. All share them, so that quantiles of queue, compute and request can be set side by side.
/// </summary>
internal static class DurationBuckets
{
    private static readonly double[] Bounds =
    [
        10e-6, 25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3,
        25e-3, 50e-3, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ];

    private static readonly long[] TickBounds = [.. Bounds.Select(s => (long)Math.Round(s * Stopwatch.Frequency))];

    /// <summary>For each power of two of ticks, the first bucket that a duration of that size can be in.</summary>
    private static readonly byte[] FirstOfPower = [.. Enumerable.Range(0, 64).Select(FirstBucket)];

    /// <summary>Upper bounds in seconds, inclusive; above the last is one more bucket without a bound.</summary>
    public static ReadOnlySpan<double> UpperBounds => Bounds;

    public static int Count => Bounds.Length + 1;

    /// <summary>The bucket of a duration in ticks of <see cref="Stopwatch"/>.</summary>
    public static int IndexOf(long ticks)
    {
        var bounds = TickBounds;
        var bucket = (int)FirstOfPower[BitOperations.Log2((ulong)Math.Max(0, ticks))];
        while (bucket < bounds.Length && ticks > bounds[bucket])
        {
            bucket++;
        }

        return bucket;
    }

    private static byte FirstBucket(int power)
    {
        var smallest = power == 0 ? 0 : 1L << Math.Min(power, 62);
        return (byte)TickBounds.TakeWhile(bound => bound < smallest).Count();
    }
}
