using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>
/// What the kubelet asks. Readiness turns true once the model is loaded, verified and warmed up, and false as soon as the
/// pod is told to end; gRPC's health service and the management port's page say the same. The kubelet asks the first, the
/// way that clients come, but cannot where that needs TLS.
/// </summary>
internal static class Probes
{
    /// <summary>Seconds that loading and warming up may take, long enough for models of many gigabytes.</summary>
    private const int StartupSeconds = 1800;

    public static Probe Liveness { get; } = new()
    {
        HttpGet = Page("/healthz"),
        PeriodSeconds = 10,
        TimeoutSeconds = 5,
        FailureThreshold = 6,
    };

    public static Probe Startup(InferenceModelSpec spec) => AskReadiness(spec) with
    {
        PeriodSeconds = 1,
        TimeoutSeconds = 1,
        FailureThreshold = StartupSeconds,
    };

    public static Probe Readiness(InferenceModelSpec spec) => AskReadiness(spec) with
    {
        PeriodSeconds = 2,
        TimeoutSeconds = 2,
        FailureThreshold = 2,
    };

    private static Probe AskReadiness(InferenceModelSpec spec) => spec.Serving?.Tls is null
        ? new Probe { Grpc = new GrpcAction { Port = ModelPorts.Of(spec).Grpc } }
        : new Probe { HttpGet = Page("/readyz") };

    private static HttpGetAction Page(string path) => new() { Path = path, Port = PortsSpec.Management, Scheme = "HTTP" };
}
