using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Telemetry;

/// <summary>
/// Everything the server counts. Hot paths add to cells (see <see cref="ModelMetrics"/>); the Prometheus page and the
/// observable instruments of the meter read them when they are asked.
/// </summary>
internal sealed class ServiceMetrics : IDisposable
{
    public const string MeterName = "InferencePlatform.Service";

    private readonly ConcurrentDictionary<(string Model, string Version), ModelMetrics> _models = new();
    private readonly Meter _meter = new(MeterName);
    private readonly DurationInstruments _durations;

    public ServiceMetrics()
    {
        _durations = new DurationInstruments(_meter);
        NoModel = new ModelMetrics("", "", _durations);
    }

    /// <summary>
    /// Requests that reached no model. What they asked for is no label: strangers could make labels without end.
    /// </summary>
    public ModelMetrics NoModel { get; }

    /// <summary>A version's metrics; loading the same version again goes on with them.</summary>
    public ModelMetrics Of(ModelVersion version) => version.Metrics ?? Attach(version);

    /// <summary>Begins the record of an inference that is a gRPC call of its own.</summary>
    public InferenceRecord Begin(InferenceApi api, ServerCall call) => new(this, api, call.StartTimestamp, null);

    public void Dispose() => _meter.Dispose();

    private ModelMetrics Attach(ModelVersion version)
    {
        var metrics = _models.GetOrAdd((version.Name, version.VersionText), static (key, durations) => new ModelMetrics(key.Model, key.Version, durations), _durations);
        version.Metrics = metrics;
        return metrics;
    }
}
