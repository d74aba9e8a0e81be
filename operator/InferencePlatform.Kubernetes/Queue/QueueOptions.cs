namespace InferencePlatform.Kubernetes.Queue;

/// <summary>How a queue spaces out what failed.</summary>
public sealed record QueueOptions
{
    /// <summary>The wait after a key's first failure; it doubles with each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>The longest wait. A key that goes on failing goes on being tried this often.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Retries a second, of all keys together, in the long run.</summary>
    public double RetriesPerSecond { get; init; } = 10;

    /// <summary>Retries at once after a quiet time.</summary>
    public int RetryBurst { get; init; } = 100;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
