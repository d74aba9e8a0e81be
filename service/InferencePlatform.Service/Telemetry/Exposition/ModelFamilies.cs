using System.Globalization;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Telemetry.Exposition;

/// <summary>Which models there are and how loading them went.</summary>
internal static class ModelFamilies
{
    public static void WriteStates(ExpositionWriter writer, ModelCatalog catalog)
    {
        var entries = catalog.Entries.ToList();
        writer.Family("inference_loaded_models", MetricKind.Gauge, "Versions of models that serve.");
        writer.Sample(default, entries.Sum(e => e.Ready.Count));

        writer.Family("inference_model_ready", MetricKind.Gauge, "Whether a version of a model serves: 1, or 0 where it is loading, failed or unloading.");
        foreach (var entry in entries)
        {
            var ready = entry.Ready.Select(v => v.Version).ToHashSet();
            foreach (var version in entry.Statuses.Select(s => s.Version).Union(ready).Order())
            {
                writer.Sample(Labels.Of(("model", entry.Name), ("version", Text(version))), ready.Contains(version) ? 1 : 0);
            }
        }

        writer.Family("inference_model", MetricKind.Info, "Which model file serves.");
        foreach (var status in entries.SelectMany(e => e.Statuses).Where(s => s.Sha256 is not null))
        {
            writer.Sample(Labels.Of(("model", status.Name), ("version", Text(status.Version)), ("sha256", status.Sha256!)), 1);
        }
    }

    public static void WriteLoads(ExpositionWriter writer, IReadOnlyList<ModelMetrics> models, ModelLoads loads)
    {
        writer.Family("inference_model_load_duration_seconds", MetricKind.Gauge, "Time that the last load of a version took, warm-up included.");
        foreach (var model in models)
        {
            if (model.LoadDuration is { } took)
            {
                writer.Sample(model.Labels, took.TotalSeconds);
            }
        }

        writer.Family("inference_model_load_failures", MetricKind.Counter, "Loads of models that failed, by reason.");
        foreach (var (model, reason, count) in loads.Failures)
        {
            writer.Sample(Labels.Of(("model", model), ("reason", reason)), count);
        }
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
