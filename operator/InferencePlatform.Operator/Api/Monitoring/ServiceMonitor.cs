using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.Monitoring;

/// <summary>Has Prometheus scrape the pods of Services; the part of the Prometheus operator's kind that is used here.</summary>
[Resource("monitoring.coreos.com", "v1", "servicemonitors", "ServiceMonitor")]
internal sealed record ServiceMonitor : KubernetesObject
{
    public required ServiceMonitorSpec Spec { get; init; }
}

internal sealed record ServiceMonitorSpec
{
    public required LabelSelector Selector { get; init; }

    [Atomic]
    public required IReadOnlyList<ScrapedEndpoint> Endpoints { get; init; }
}

internal sealed record ScrapedEndpoint
{
    public required string Port { get; init; }

    public string? Path { get; init; }
}
