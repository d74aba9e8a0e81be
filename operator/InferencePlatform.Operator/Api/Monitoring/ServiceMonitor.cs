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
    /// <summary>The label of the Service whose value becomes the label <c>job</c>.</summary>
    public string? JobLabel { get; init; }

    public required LabelSelector Selector { get; init; }

    [Atomic]
    public required IReadOnlyList<ScrapedEndpoint> Endpoints { get; init; }
}

internal sealed record ScrapedEndpoint
{
    public required string Port { get; init; }

    public string? Path { get; init; }

    [Atomic]
    public IReadOnlyList<RelabelConfig>? Relabelings { get; init; }
}

/// <summary>Copies a label of the target, found by service discovery, to one that every sample gets.</summary>
internal sealed record RelabelConfig
{
    [Atomic]
    public required IReadOnlyList<string> SourceLabels { get; init; }

    public required string TargetLabel { get; init; }
}
