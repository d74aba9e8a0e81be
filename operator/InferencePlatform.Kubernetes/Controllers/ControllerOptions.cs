using InferencePlatform.Kubernetes.Queue;

namespace InferencePlatform.Kubernetes.Controllers;

/// <summary>How a controller works.</summary>
public sealed record ControllerOptions
{
    /// <summary>Objects worked on at once.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How long one reconcile may take; then it is cancelled, which counts as a failure.</summary>
    public TimeSpan ReconcileTimeout { get; init; } = TimeSpan.FromMinutes(2);

    public QueueOptions Queue { get; init; } = new();

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
