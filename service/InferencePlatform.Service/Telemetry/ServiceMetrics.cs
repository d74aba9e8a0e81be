using System.Diagnostics;
using System.Diagnostics.Metrics;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Telemetry.Tracing;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Telemetry;

/// <summary>
/// Everything the server counts. Hot paths add to cells (see <see cref="ModelMetrics"/>); the Prometheus page and the
/// observable instruments of the meter read them when they are asked.
/// </summary>
internal sealed class ServiceMetrics : IDisposable
{
    public const string MeterName = "InferencePlatform.Service";

    private readonly ModelMetricsTable _models;
    private readonly Meter _meter = new(MeterName);

    public ServiceMetrics()
    {
        var durations = new DurationInstruments(_meter);
        _models = new ModelMetricsTable(durations);
        NoModel = new ModelMetrics("", "", durations);
        ObservedInstruments.AddTo(_meter, this);
    }

    /// <summary>
    /// Requests that reached no model. What they asked for is no label: strangers could make labels without end.
    /// </summary>
    public ModelMetrics NoModel { get; }

    public ModelLoads Loads { get; } = new();

    /// <summary>Logs each inference that ended; null logs none.</summary>
    public RequestLog? RequestLog { get; set; }

    /// <summary>What else is read at a scrape; set once the server is composed.</summary>
    public MetricSources? Sources { get; set; }

    /// <summary>The metrics of the versions in the catalog, or lately there, in order.</summary>
    public IReadOnlyList<ModelMetrics> Models
    {
        get
        {
            if (Sources is { } sources)
            {
                _models.Follow(sources.Catalog, Stopwatch.GetTimestamp());
            }

            return _models.All;
        }
    }

    /// <summary>A version's metrics; loading the same version again goes on with them.</summary>
    public ModelMetrics Of(ModelVersion version) =>
        version.Metrics ??= _models.GetOrAdd(version.Name, version.VersionText);

    /// <summary>Begins the record of an inference that is a gRPC call of its own.</summary>
    public InferenceRecord Begin(InferenceApi api, ServerCall call) => new(this, api, call.StartTimestamp, Spans.StartCall(call, call.StartTimestamp));

    /// <summary>Begins the record of an inference that is one of many messages of a gRPC call.</summary>
    public InferenceRecord BeginMessage(InferenceApi api, ServerCall call)
    {
        var arrival = Stopwatch.GetTimestamp();
        return new(this, api, arrival, Spans.StartCall(call, arrival));
    }

    /// <summary>Begins the record of an inference that came by HTTP.</summary>
    public InferenceRecord Begin(HttpContext context) => new(this, InferenceApi.Rest, Stopwatch.GetTimestamp(), Spans.StartHttp(context));

    /// <summary>Counts a load that failed.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="reason">Why, as one of a fixed few words; it becomes a label.</param>
    public void ModelLoadFailed(string model, string reason) => Loads.Failed(model, reason);

    public void Dispose() => _meter.Dispose();
}
