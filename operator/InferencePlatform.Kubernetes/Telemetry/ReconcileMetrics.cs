namespace InferencePlatform.Kubernetes.Telemetry;

/// <summary>What a controller counts, under the names of controller-runtime's.</summary>
internal sealed class ReconcileMetrics
{
    private readonly long[] _results = new long[Enum.GetValues<ReconcileOutcome>().Length];
    private long _active;
    private long _terminal;

    public long Active => Interlocked.Read(ref _active);

    public long TerminalErrors => Interlocked.Read(ref _terminal);

    public Histogram Time { get; } = new(Buckets.Reconcile);

    public long Count(ReconcileOutcome outcome) => Interlocked.Read(ref _results[(int)outcome]);

    public void Begin() => Interlocked.Increment(ref _active);

    /// <param name="outcome">How it ended; null where it was only stopped.</param>
    /// <param name="terminal">Whether its error is one that trying again cannot mend.</param>
    /// <param name="time">How long it took.</param>
    public void End(ReconcileOutcome? outcome, bool terminal, TimeSpan time)
    {
        if (outcome is { } known)
        {
            Interlocked.Increment(ref _results[(int)known]);
            Time.Record(time);
        }

        if (terminal)
        {
            Interlocked.Increment(ref _terminal);
        }

        Interlocked.Decrement(ref _active);
    }
}
