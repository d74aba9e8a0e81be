using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.Monitoring;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>Has Prometheus scrape every pod, by the headless Service, which alone has a port of that name.</summary>
internal static class ServiceMonitorRenderer
{
    public static ServiceMonitor Render(InferenceModel model) => new()
    {
        ApiVersion = "monitoring.coreos.com/v1",
        Kind = "ServiceMonitor",
        Metadata = ModelNames.MetadataOf(model),
        Spec = new ServiceMonitorSpec
        {
            Selector = new LabelSelector { MatchLabels = ModelNames.SelectorOf(model) },
            Endpoints = [new ScrapedEndpoint { Port = PortNames.Metrics, Path = "/metrics" }],
        },
    };
}
