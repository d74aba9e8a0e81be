using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>
/// Two Services: one address for everybody, and a headless one whose name resolves to the pods, for gRPC clients that
/// balance themselves. The headless one also has the port that Prometheus scrapes.
/// </summary>
internal static class ServiceRenderer
{
    /// <summary>gRPC in clear, as service meshes and gateways understand it (KEP-3726).</summary>
    private const string ClearHttp2 = "kubernetes.io/h2c";

    /// <summary>TLS, in which the two ends agree on HTTP/2 or HTTP/1.1; IANA's name, as is <c>http</c>.</summary>
    private const string OverTls = "https";

    public static Service Render(InferenceModel model)
    {
        var metadata = ModelNames.MetadataOf(model);
        return new Service
        {
            ApiVersion = "v1",
            Kind = "Service",
            Metadata = metadata with
            {
                Labels = ModelNames.LabelsOf(model, model.Spec.ServiceLabels),
                Annotations = model.Spec.ServiceAnnotations is { Count: > 0 } ? ModelNames.Sorted(model.Spec.ServiceAnnotations) : null,
            },
            Spec = new ServiceSpec { Type = "ClusterIP", Selector = ModelNames.SelectorOf(model), Ports = CallPorts(model) },
        };
    }

    public static Service RenderHeadless(InferenceModel model) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = ModelNames.MetadataOf(model, ModelNames.Headless(model.Metadata.Name!)),
        Spec = new ServiceSpec
        {
            Type = "ClusterIP",
            ClusterIP = "None",
            Selector = ModelNames.SelectorOf(model),
            Ports = [.. CallPorts(model), Port(PortNames.Metrics, PortsSpec.Management, PortNames.Management, null)],
        },
    };

    private static ServicePort[] CallPorts(InferenceModel model)
    {
        var ports = ModelPorts.Of(model.Spec);
        var isTls = model.Spec.Serving?.Tls is not null;
        return
        [
            Port(PortNames.Grpc, ports.Grpc, PortNames.Grpc, isTls ? OverTls : ClearHttp2),
            Port(PortNames.Http, ports.Http, PortNames.Http, isTls ? OverTls : "http"),
        ];
    }

    private static ServicePort Port(string name, int port, string target, string? protocol) =>
        new() { Name = name, Port = port, TargetPort = target, Protocol = "TCP", AppProtocol = protocol };
}
