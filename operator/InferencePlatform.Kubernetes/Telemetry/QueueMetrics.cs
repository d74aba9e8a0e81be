namespace InferencePlatform.Kubernetes.Telemetry;

/// <summary>What a work queue counts, under the names of client-go's.</summary>
internal sealed class QueueMetrics
{
    private long _adds;
    private long _retries;

    public long Adds => Interlocked.Read(ref _adds);

    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>How long keys wait.</summary>
    public Histogram QueueDuration { get; } = new(Buckets.Queue);

    /// <summary>How long work on a key takes.</summary>
    public Histogram WorkDuration { get; } = new(Buckets.Queue);

    public void CountAdd() => Interlocked.Increment(ref _adds);

    public void CountRetry() => Interlocked.Increment(ref _retries);
}
