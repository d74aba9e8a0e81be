namespace InferencePlatform.Local.Nodes;

/// <summary>How long a container that ended waits for its next start: not at all once, then 10 s, doubled up to 5 minutes.</summary>
internal sealed class RestartBackOff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>A run this long makes the container a sound one again.</summary>
    public static readonly TimeSpan SoundRun = TimeSpan.FromMinutes(10);

    private TimeSpan? _last;

    /// <summary>The wait after a run of this length.</summary>
    public TimeSpan After(TimeSpan run)
    {
        if (run >= SoundRun)
        {
            _last = null;
        }

        _last = _last switch
        {
            null => TimeSpan.Zero,
            { Ticks: 0 } => First,
            { } last => last * 2 < Longest ? last * 2 : Longest,
        };
        return _last.Value;
    }
}
