using System.Collections.Concurrent;

namespace InferencePlatform.Service.Telemetry;

/// <summary>
/// How loading models went. Names may come from callers of the repository API, so that only so many become labels;
/// what is beyond is counted together under an empty name.
/// </summary>
internal sealed class ModelLoads
{
    private const int MaxSeries = 1024;

    private readonly ConcurrentDictionary<(string Model, string Reason), long> _failures = new();

    /// <summary>Failed loads so far, in order of model and reason.</summary>
    public IEnumerable<(string Model, string Reason, long Count)> Failures =>
        _failures.Select(f => (f.Key.Model, f.Key.Reason, f.Value))
            .OrderBy(f => f.Model, StringComparer.Ordinal).ThenBy(f => f.Reason, StringComparer.Ordinal);

    public void Failed(string model, string reason)
    {
        var key = (model, reason);
        if (_failures.Count >= MaxSeries && !_failures.ContainsKey(key))
        {
            key = ("", "");
        }

        _failures.AddOrUpdate(key, 1, static (_, count) => count + 1);
    }
}
