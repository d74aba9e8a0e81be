using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.Monitoring;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>Has Prometheus scrape every pod, by the headless Service, which alone has a port of that name.</summary>
internal static class ServiceMonitorRenderer
{
    /// <summary>The name that alerts and dashboards know a model by, beside its namespace.</summary>
    private static readonly RelabelConfig ToModel =
        new() { SourceLabels = ["__meta_kubernetes_service_label_inferenceplatform_io_model"], TargetLabel = "inferencemodel" };

    public static ServiceMonitor Render(InferenceModel model) => new()
    {
        ApiVersion = "monitoring.coreos.com/v1",
        Kind = "ServiceMonitor",
        Metadata = ModelNames.MetadataOf(model),
        Spec = new ServiceMonitorSpec
        {
            JobLabel = ModelNames.NameLabel,
            Selector = new LabelSelector { MatchLabels = ModelNames.SelectorOf(model) },
            Endpoints = [new ScrapedEndpoint { Port = PortNames.Metrics, Path = "/metrics", Relabelings = [ToModel] }],
        },
    };
}
