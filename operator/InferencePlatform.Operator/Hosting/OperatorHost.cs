using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Kubernetes.Hosting;
using InferencePlatform.Kubernetes.Telemetry;
using InferencePlatform.Operator.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Hosting;

/// <summary>An operator, put together and run.</summary>
internal static class OperatorHost
{
    /// <summary>Who reports events.</summary>
    private const string ReportingController = "inferenceplatform.io/inference-operator";

    /// <param name="options">How it runs.</param>
    /// <param name="client">The API server.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="cancellationToken">Stops it; what is under way is ended first.</param>
    /// <param name="metrics">What <c>/metrics</c> shows, where the client counts there too.</param>
    public static async Task RunAsync(
        OperatorOptions options, IKubernetesClient client, ILoggerFactory loggers, CancellationToken cancellationToken, ControllerMetrics? metrics = null)
    {
        await using var events = new EventRecorder(client, new EventRecorderOptions { ReportingController = ReportingController }, loggers.CreateLogger<EventRecorder>());
        using var parts = new OperatorParts(options, client, events, loggers);
        await parts.Capabilities.StartAsync(cancellationToken);
        metrics ??= new ControllerMetrics();
        metrics.Add(writer => ModelFamilies.Write(writer, parts.Caches));
        var manager = new ControllerManagerOptions
        {
            LeaderElection = options.LeaderElection,
            Endpoints = options.Endpoints,
            SecureMetrics = options.SecureMetrics,
            Pages = new Dictionary<string, RequestDelegate> { ["/targets"] = context => context.Response.WriteAsJsonAsync(ScrapeTargets.Of(parts.Caches.Pods.List()), context.RequestAborted) },
        };
        await new ControllerManager(client, manager, metrics, loggers)
            .Add(parts.Controller)
            .Add(parts.Capabilities.RunAsync)
            .Add(parts.Autoscaler.RunAsync)
            .RunAsync(cancellationToken);
    }
}
