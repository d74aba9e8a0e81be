using System.Globalization;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Metrics;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Values;

namespace InferencePlatform.Operator.Telemetry;

/// <summary>
/// Writes what is known of each InferenceModel, so that alerts need no other exporter. It comes from the caches, which
/// operators in waiting keep too: every replica writes the same, and none asks the API server.
/// </summary>
internal static class ModelFamilies
{
    public static void Write(ExpositionWriter writer, ModelCaches caches)
    {
        var models = caches.Models.List().OrderBy(m => m.Metadata.Namespace, StringComparer.Ordinal).ThenBy(m => m.Metadata.Name, StringComparer.Ordinal);
        Write(writer, [.. models.Select(m => (m, caches.Deployments.Get(ObjectKey.Of(m))))]);
    }

    public static void Write(ExpositionWriter writer, IReadOnlyList<(InferenceModel Model, Deployment? Deployment)> models)
    {
        writer.Family("inferencemodel", MetricKind.Info, "What serves: as a pod of the present template reported it.");
        foreach (var (model, _) in models)
        {
            if (model.Status?.Model is { } report)
            {
                writer.Sample(
                    LabelsOf(model, ("model", report.Name), ("version", Text(report.Version)), ("sha256", report.Sha256 ?? ""), ("template", report.TemplateHash)), 1);
            }
        }

        writer.Family("inferencemodel_condition", MetricKind.Gauge, "Whether a condition of the status is true: 1, or 0 where it is false or unknown.");
        foreach (var (model, _) in models)
        {
            foreach (var condition in model.Status?.Conditions ?? [])
            {
                writer.Sample(LabelsOf(model, ("condition", condition.Type), ("reason", condition.Reason)), condition.Status == "True" ? 1 : 0);
            }
        }

        Each("inferencemodel_generation", "The generation of the spec: it grows by one with each change.", (m, _) => m.Metadata.Generation);
        Each("inferencemodel_observed_generation", "The generation that the status tells of.", (m, _) => m.Status?.ObservedGeneration);
        Each("inferencemodel_replicas_wanted", "Pods that are wanted, by whoever scales.", Wanted);
        Each("inferencemodel_replicas_ready", "Pods of what the spec asks for now that are ready.", (m, _) => m.Status?.ReadyReplicas);
        Each("inferencemodel_latency_objective_seconds", "Time within which 99 of 100 requests should be answered, where the spec has such an objective.", (m, _) => Objective(m));

        void Each(string name, string help, Func<InferenceModel, Deployment?, double?> read)
        {
            writer.Family(name, MetricKind.Gauge, help);
            foreach (var (model, deployment) in models)
            {
                if (read(model, deployment) is { } value)
                {
                    writer.Sample(LabelsOf(model), value);
                }
            }
        }
    }

    private static double? Wanted(InferenceModel model, Deployment? deployment) =>
        deployment is not null && ObservedObjects.IsOwnedBy(deployment, model.Metadata.Uid!) ? deployment.Spec.Replicas ?? 1 : model.Spec.Replicas ?? 1;

    private static double? Objective(InferenceModel model)
    {
        try
        {
            return model.Spec.Objectives?.Latency is { } latency ? Duration.Parse(latency).TotalSeconds : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            // The schema refuses it; one that came in before the schema did must not take the page from the other models.
            return null;
        }
    }

    private static byte[] LabelsOf(InferenceModel model, params ReadOnlySpan<(string, string)> more) =>
        Labels.Of([("namespace", model.Metadata.Namespace ?? ""), ("inferencemodel", model.Metadata.Name!), .. more]);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
