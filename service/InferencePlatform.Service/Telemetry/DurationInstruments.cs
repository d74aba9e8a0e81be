using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace InferencePlatform.Service.Telemetry;

/// <summary>
/// The durations as .NET's own histograms, for those who listen by OTLP or <c>dotnet-counters</c>. While nobody does,
/// each costs one look at a field.
/// </summary>
internal sealed class DurationInstruments(Meter meter)
{
    private static readonly InstrumentAdvice<double> Advice = new() { HistogramBucketBoundaries = DurationBuckets.UpperBounds.ToArray() };

    private readonly Histogram<double> _request = Create(meter, "inference.request.duration", "Time a request took from end to end in the server.");
    private readonly Histogram<double> _queue = Create(meter, "inference.queue.duration", "Time a request waited for a compute thread.");
    private readonly Histogram<double> _compute = Create(meter, "inference.compute.duration", "Time ONNX Runtime took for a run.");

    public void RecordRequest(long ticks, KeyValuePair<string, object?>[] tags) => Record(_request, ticks, tags);

    public void RecordQueue(long ticks, KeyValuePair<string, object?>[] tags) => Record(_queue, ticks, tags);

    public void RecordCompute(long ticks, KeyValuePair<string, object?>[] tags) => Record(_compute, ticks, tags);

    private static void Record(Histogram<double> histogram, long ticks, KeyValuePair<string, object?>[] tags)
    {
        if (histogram.Enabled)
        {
            histogram.Record((double)ticks / Stopwatch.Frequency, tags);
        }
    }

    private static Histogram<double> Create(Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, advice: Advice);
}
