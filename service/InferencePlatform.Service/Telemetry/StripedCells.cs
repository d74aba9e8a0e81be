using System.Numerics;

namespace InferencePlatform.Service.Telemetry;

/// <summary>
/// Numbers that many threads add to. Each processor adds to a row of its own, so that processors do not fight over a
/// cache line; a number is the sum of its column. No addition is ever lost.
/// </summary>
internal sealed class StripedCells
{
    private const int MaxStripes = 16;

    private static readonly int Mask = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MaxStripes)) - 1;

    private readonly long[][] _stripes;

    public StripedCells(int cells)
    {
        _stripes = new long[Mask + 1][];
        for (var i = 0; i < _stripes.Length; i++)
        {
            _stripes[i] = new long[cells];
        }
    }

    /// <summary>The row to add to from here; additions must be interlocked, as a thread may move while it has it.</summary>
    public long[] Row => _stripes[Thread.GetCurrentProcessorId() & Mask];

    public long Sum(int cell)
    {
        var sum = 0L;
        foreach (var stripe in _stripes)
        {
            sum += Volatile.Read(ref stripe[cell]);
        }

        return sum;
    }
}
