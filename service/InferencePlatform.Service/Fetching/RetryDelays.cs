namespace InferencePlatform.Service.Fetching;

/// <summary>How long to wait before another attempt: doubling from a first wait, between half of it and all of it.</summary>
/// <param name="First">The wait after the first failure.</param>
/// <param name="Jitter">A number from 0 to 1, so that many pods do not come back at the same moment.</param>
internal sealed record RetryDelays(TimeSpan First, Func<double> Jitter)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>A source may ask for more patience, within this.</summary>
    private static readonly TimeSpan LongestAskedFor = TimeSpan.FromMinutes(2);

    public static RetryDelays Usual { get; } = new(TimeSpan.FromMilliseconds(500), Random.Shared.NextDouble);

    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="askedFor">What the source asks for; null where it says nothing.</param>
    public TimeSpan Next(int failures, TimeSpan? askedFor)
    {
        var whole = First * Math.Pow(2, Math.Min(failures - 1, 20));
        var own = (whole < Longest ? whole : Longest) * ((1 + Jitter()) / 2);
        return askedFor > own ? Min(askedFor.Value, LongestAskedFor) : own;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
