using System.Diagnostics;

namespace InferencePlatform.Service.Scheduling;

/// <summary>A moving average of what a model's runs take. Updates may race; an average does not mind a lost one.</summary>
internal sealed class RunCost
{
    private const double Weight = 1.0 / 16;

    private double _ticks;

    /// <summary>The average; zero before the first run.</summary>
    public TimeSpan Average => TimeSpan.FromSeconds(Volatile.Read(ref _ticks) / Stopwatch.Frequency);

    /// <summary>The average in ticks of <see cref="Stopwatch"/>.</summary>
    public double AverageTicks => Volatile.Read(ref _ticks);

    public void Add(long ticks)
    {
        var average = _ticks;
        Volatile.Write(ref _ticks, average == 0 ? ticks : average + ((ticks - average) * Weight));
    }

    /// <summary>Takes in a run that was stopped or failed: done to its end it takes longer, so it never makes the average less.</summary>
    public void AddAtLeast(long ticks)
    {
        if (ticks > AverageTicks)
        {
            Add(ticks);
        }
    }
}
