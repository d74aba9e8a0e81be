using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Sources;

namespace InferencePlatform.Operator.Rendering.Pods;

/// <summary>The server. What it starts with is the image's own; settings come as arguments.</summary>
internal static class ServerContainer
{
    public const string Name = "server";

    public static Container Render(InferenceModel model, ModelSource source, string image)
    {
        var ports = ModelPorts.Of(model.Spec);
        return new Container
        {
            Name = Name,
            Image = image,
            Args = Arguments(model, source).Build(),
            Env = Variables.Of(model.Spec.Env),
            Ports =
            [
                new ContainerPort { Name = PortNames.Grpc, Port = ports.Grpc, Protocol = "TCP" },
                new ContainerPort { Name = PortNames.Http, Port = ports.Http, Protocol = "TCP" },
                new ContainerPort { Name = PortNames.Management, Port = PortsSpec.Management, Protocol = "TCP" },
            ],
            Resources = Resources.Of(model.Spec.Resources),
            VolumeMounts = Mounts.OfServer(model.Spec, source),
            StartupProbe = Probes.Startup(model.Spec),
            ReadinessProbe = Probes.Readiness(model.Spec),
            LivenessProbe = Probes.Liveness,
            TerminationMessagePath = Mounts.TerminationMessage,
            TerminationMessagePolicy = "File",
            SecurityContext = Hardening.Context,
        };
    }

    private static ServerArguments Arguments(InferenceModel model, ModelSource source)
    {
        var serving = model.Spec.Serving;
        return new ServerArguments()
            .Add("model-path", Mounts.ModelPath(source))
            .Add("model-name", ModelNames.Served(model))
            .Add("model-version", model.Spec.Model.Version)
            .Add("model-sha256", model.Spec.Model.Sha256)
            .Add("grpc-port", serving?.Ports?.Grpc)
            .Add("http-port", serving?.Ports?.Http)
            .Add("tls-certificate", serving?.Tls is null ? null : $"{Mounts.Tls}/{Volumes.CertificateKey}")
            .Add("tls-key", serving?.Tls is null ? null : $"{Mounts.Tls}/{Volumes.PrivateKeyKey}")
            .Add("tls-client-ca", serving?.Tls?.ClientCASecretName is null ? null : $"{Mounts.ClientAuthorities}/{Volumes.AuthoritiesKey}")
            .Add("max-message-size", serving?.MaxMessageSize)
            .Add("max-bytes-in-flight", serving?.MaxBytesInFlight)
            .Add("max-calls-in-flight", serving?.MaxCallsInFlight)
            .Add("max-queue-length", serving?.MaxQueueLength)
            .Add("request-timeout", serving?.RequestTimeout)
            .Add("threads", serving?.Threads)
            .Add("compute-threads", serving?.ComputeThreads)
            .Add("warmup-samples", serving?.Warmup?.Samples is { } samples ? $"{Mounts.Warmup}/{samples.Key}" : null)
            .Add("warmup-timeout", serving?.Warmup?.Timeout)
            .Add("drain-delay", serving?.DrainDelay)
            .Add("max-connections", serving?.MaxConnections)
            .Add("max-connection-age", serving?.MaxConnectionAge)
            .Add("max-connection-age-grace", serving?.MaxConnectionAgeGrace)
            .Add("termination-message-path", Mounts.TerminationMessage)
            .Add("log-level", serving?.LogLevel)
            .Add("log-format", serving?.LogFormat)
            .Add("log-requests", serving?.LogRequests)
            .Add("otlp-endpoint", serving?.OtlpEndpoint);
    }
}
