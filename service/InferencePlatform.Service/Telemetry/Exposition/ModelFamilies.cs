using System.Globalization;
using InferencePlatform.Metrics;
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

            // A version that nobody wants served is no version that fails to serve.
            var wanted = entry.Statuses.Where(s => s.State is not ModelState.Unloaded).Select(s => s.Version);
            foreach (var version in wanted.Union(ready).Order())
            {
                writer.Sample(Labels.Of(("model", entry.Name), ("version", Text(version))), ready.Contains(version) ? 1 : 0);
            }
        }

        writer.Family("inference_model", MetricKind.Info, "Which model file serves.");
        foreach (var status in entries.SelectMany(e => e.Statuses).Where(s => s.Sha256 is not null))
        {
            writer.Sample(Labels.Of(("model", status.Name), ("version", Text(status.Version)), ("sha256", status.Sha256!)), 1);
        }

        writer.Family("inference_model_load_duration_seconds", MetricKind.Gauge, "Time that loading the version took, warm-up included.");
        foreach (var version in entries.SelectMany(e => e.Ready).Where(v => v.LoadDuration is not null).OrderBy(v => v.Name, StringComparer.Ordinal).ThenBy(v => v.Version))
        {
            writer.Sample(Labels.Of(("model", version.Name), ("version", version.VersionText)), version.LoadDuration!.Value.TotalSeconds);
        }
    }

    public static void WriteFailures(ExpositionWriter writer, ModelLoads loads)
    {
        writer.Family("inference_model_load_failures", MetricKind.Counter, "Loads of models that failed, by reason.");
        foreach (var (model, reason, count) in loads.Failures)
        {
            writer.Sample(Labels.Of(("model", model), ("reason", reason)), count);
        }
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
