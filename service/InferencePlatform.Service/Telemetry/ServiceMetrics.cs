using System.Diagnostics;
using System.Diagnostics.Metrics;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Telemetry;

/// <summary>The server's instruments. Names follow OpenTelemetry's; the Prometheus page turns dots into underscores.</summary>
internal sealed class ServiceMetrics : IDisposable
{
    public const string MeterName = "InferencePlatform.Service";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _compute;

    public ServiceMetrics()
    {
        _queue = _meter.CreateHistogram<double>("inference.queue.duration", "s", "Time a call waited for a compute thread.");
        _compute = _meter.CreateHistogram<double>("inference.compute.duration", "s", "Time ONNX Runtime took for a run.");
    }

    public void RecordQueue(ModelVersion version, TimeSpan time) => _queue.Record(time.TotalSeconds, Tags(version));

    public void RecordCompute(ModelVersion version, TimeSpan time) => _compute.Record(time.TotalSeconds, Tags(version));

    public void Dispose() => _meter.Dispose();

    private static TagList Tags(ModelVersion version) => new()
    {
        { "model", version.Name },
        { "version", version.VersionText },
    };
}
