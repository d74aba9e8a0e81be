using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Telemetry;

/// <summary>
/// The metrics of every version that is, or lately was, in the catalog. One that left stays for a while, so that its
/// last counts are still scraped, and then goes: a server whose models come and go for months keeps a page of bounded size.
/// </summary>
internal sealed class ModelMetricsTable(DurationInstruments instruments)
{
    /// <summary>What a version that left the catalog stays for: a few scrapes at Prometheus's usual minute.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromMinutes(10);

    private readonly Lock _following = new();
    private readonly ConcurrentDictionary<(string Model, string Version), ModelMetrics> _models = new();

    /// <summary>All there is, in order of model and version.</summary>
    public IReadOnlyList<ModelMetrics> All =>
        [.. _models.Values.OrderBy(m => m.Model, StringComparer.Ordinal).ThenBy(m => m.Version.Length).ThenBy(m => m.Version, StringComparer.Ordinal)];

    public ModelMetrics GetOrAdd(string model, string version) =>
        _models.GetOrAdd((model, version), static (key, durations) => new ModelMetrics(key.Model, key.Version, durations), instruments);

    /// <summary>Takes in what is new in the catalog and lets go of what left it long ago.</summary>
    public void Follow(ModelCatalog catalog, long now)
    {
        var known = new HashSet<(string, string)>();
        foreach (var entry in catalog.Entries)
        {
            foreach (var version in entry.Ready)
            {
                known.Add((entry.Name, version.VersionText));
                GetOrAdd(entry.Name, version.VersionText);
            }

            foreach (var status in entry.Statuses.Where(s => s.State is not ModelState.Unloaded))
            {
                known.Add((entry.Name, status.Version.ToString(CultureInfo.InvariantCulture)));
            }
        }

        lock (_following)
        {
            foreach (var (key, metrics) in _models)
            {
                if (known.Contains(key))
                {
                    metrics.LeftAt = null;
                }
                else if ((metrics.LeftAt ??= now) is var left && Stopwatch.GetElapsedTime(left, now) > Farewell)
                {
                    _models.TryRemove(key, out _);
                }
            }
        }
    }
}
