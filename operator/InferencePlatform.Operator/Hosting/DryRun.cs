using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Operator.Planning;
using InferencePlatform.Operator.Rendering;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Hosting;

/// <summary>Looks at the cluster as the operator would, and prints what it would do. Nothing is written there.</summary>
internal static class DryRun
{
    public static async Task RunAsync(OperatorOptions options, IKubernetesClient client, TextWriter output, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        await using var events = new EventRecorder(client, new EventRecorderOptions { ReportingController = "" }, loggers.CreateLogger<EventRecorder>());
        using var parts = new OperatorParts(options, client, events, loggers);
        await parts.Capabilities.StartAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = parts.Controller.Informers.Select(i => i.RunAsync(stop.Token)).ToList();
        try
        {
            await Task.WhenAll(parts.Controller.Informers.Select(i => i.WaitForSyncAsync(cancellationToken)));
            foreach (var model in parts.Caches.Models.List().OrderBy(m => $"{m.Metadata.Namespace}/{m.Metadata.Name}", StringComparer.Ordinal))
            {
                foreach (var step in Decision.Make(parts.Gatherer.Gather(model), model.Status).Plan.Steps)
                {
                    await output.WriteAsync(Describe($"{model.Metadata.Namespace}/{model.Metadata.Name}", step));
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(watching);
        }
    }

    private static string Describe(string model, Step step) => step switch
    {
        Step.Apply apply => $"---\n# {model}: {step.Verb} {step.Target}: {step.Why}\n{KubernetesYaml.Write(Manifest.Of(apply.Object))}",
        Step.Scale { Replicas: { } replicas } => $"---\n# {model}: {step.Verb} {step.Target} to {replicas} replicas: {step.Why}\n",
        _ => $"---\n# {model}: {step.Verb} {step.Target}: {step.Why}\n",
    };
}
