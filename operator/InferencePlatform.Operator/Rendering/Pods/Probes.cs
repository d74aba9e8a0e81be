using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>
/// What the kubelet asks. gRPC's health service answers SERVING once the model is loaded, verified and warmed up, and stops
/// doing so as soon as the pod is told to end.
/// </summary>
internal static class Probes
{
    /// <summary>Seconds that loading and warming up may take, long enough for models of many gigabytes.</summary>
    private const int StartupSeconds = 1800;

    public static Probe Liveness { get; } = new()
    {
        HttpGet = new HttpGetAction { Path = "/healthz", Port = PortsSpec.Management, Scheme = "HTTP" },
        PeriodSeconds = 10,
        TimeoutSeconds = 5,
        FailureThreshold = 6,
    };

    public static Probe Startup(ModelPorts ports) => new()
    {
        Grpc = new GrpcAction { Port = ports.Grpc },
        PeriodSeconds = 1,
        TimeoutSeconds = 1,
        FailureThreshold = StartupSeconds,
    };

    public static Probe Readiness(ModelPorts ports) => new()
    {
        Grpc = new GrpcAction { Port = ports.Grpc },
        PeriodSeconds = 2,
        TimeoutSeconds = 2,
        FailureThreshold = 2,
    };
}
