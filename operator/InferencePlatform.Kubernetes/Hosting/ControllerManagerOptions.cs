using System.Net;
using InferencePlatform.Kubernetes.Leadership;

namespace InferencePlatform.Kubernetes.Hosting;

/// <summary>How a process of controllers runs.</summary>
public sealed record ControllerManagerOptions
{
    /// <summary>The lease that decides which process works; null where there is only one.</summary>
    public LeaderElectionOptions? LeaderElection { get; init; }

    /// <summary>Where <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c> are served, all of them at each; none for nowhere.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; init; } = [];

    /// <summary>Has <c>/metrics</c> served over TLS at an endpoint of its own, and at none of <see cref="Endpoints"/>.</summary>
    public SecureMetricsOptions? SecureMetrics { get; init; }
}
