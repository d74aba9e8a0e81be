namespace InferencePlatform.Kubernetes.Leadership;

/// <summary>Which lease decides who leads, and how fast. Defaults as in client-go.</summary>
public sealed record LeaderElectionOptions
{
    public required string LeaseName { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Who this is; two processes must never share it.</summary>
    public string Identity { get; init; } = $"{Environment.MachineName}_{Guid.NewGuid():N}";

    /// <summary>How long others wait after the leader's last sign of life. Whole seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a leader tries to renew before it gives up; shorter than <see cref="LeaseDuration"/>, so that it stops before another begins.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time between tries.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentException">The times do not fit together.</exception>
    internal LeaderElectionOptions Checked() =>
        LeaseDuration > RenewDeadline && RenewDeadline > RetryPeriod && RetryPeriod > TimeSpan.Zero && LeaseDuration >= TimeSpan.FromSeconds(1)
            ? this
            : throw new ArgumentException($"Leader election needs lease duration > renew deadline > retry period > 0, and a lease of 1 s or more; here they are {LeaseDuration}, {RenewDeadline} and {RetryPeriod}.");
}
