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

    public void End(ReconcileOutcome outcome, bool terminal, TimeSpan time)
    {
        Interlocked.Increment(ref _results[(int)outcome]);
        Time.Record(time);
        Interlocked.Decrement(ref _active);
        if (terminal)
        {
            Interlocked.Increment(ref _terminal);
        }
    }
}
