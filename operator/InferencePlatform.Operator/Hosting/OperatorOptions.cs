using System.Net;
using InferencePlatform.Kubernetes.Hosting;
using InferencePlatform.Kubernetes.Leadership;
using InferencePlatform.Operator.Observation;

namespace InferencePlatform.Operator.Hosting;

/// <summary>How an operator runs.</summary>
internal sealed record OperatorOptions
{
    /// <summary>Decisions for all models.</summary>
    public OperatorPolicy Policy { get; init; } = new() { ServerImage = OperatorDefaults.ServerImage };

    /// <summary>Namespaces that are watched; none is the whole cluster.</summary>
    public IReadOnlyList<string> WatchNamespaces { get; init; } = [];

    /// <summary>The lease that decides which of several operators works; null where there is only one.</summary>
    public LeaderElectionOptions? LeaderElection { get; init; }

    /// <summary>Models reconciled at once.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Where <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c> are served; none for nowhere.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; init; } = [];

    /// <summary>Has <c>/metrics</c> served over TLS, at an endpoint of its own; null for in clear, with the others.</summary>
    public SecureMetricsOptions? SecureMetrics { get; init; }

    /// <summary>The time between looks at the load of models that scale on calls in flight.</summary>
    public TimeSpan ScalingInterval { get; init; } = TimeSpan.FromSeconds(5);

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
