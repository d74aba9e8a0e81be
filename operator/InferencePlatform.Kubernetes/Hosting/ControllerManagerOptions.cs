using System.Net;
using InferencePlatform.Kubernetes.Leadership;
using Microsoft.AspNetCore.Http;

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

    /// <summary>Further pages there, by their paths, such as <c>/targets</c>. They are only read: by GET and HEAD.</summary>
    public IReadOnlyDictionary<string, RequestDelegate> Pages { get; init; } = new Dictionary<string, RequestDelegate>();
}
