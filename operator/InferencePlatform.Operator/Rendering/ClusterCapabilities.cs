namespace InferencePlatform.Operator.Rendering;

/// <summary>What the cluster has that not every cluster does. Discovered, never assumed.</summary>
internal sealed record ClusterCapabilities
{
    /// <summary><c>policy/v1</c>.</summary>
    public bool DisruptionBudgets { get; init; }

    /// <summary><c>metrics.k8s.io</c>, from which a HorizontalPodAutoscaler knows the use of CPU.</summary>
    public bool ResourceMetrics { get; init; }

    /// <summary><c>monitoring.coreos.com</c>, the Prometheus operator.</summary>
    public bool ServiceMonitors { get; init; }

    /// <summary>Volumes that are images, for oci:// models.</summary>
    public bool ImageVolumes { get; init; }

    public static ClusterCapabilities Everything { get; } = new() { DisruptionBudgets = true, ResourceMetrics = true, ServiceMonitors = true, ImageVolumes = true };
}
