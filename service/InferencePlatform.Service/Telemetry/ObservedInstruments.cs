using System.Diagnostics.Metrics;
using InferencePlatform.Grpc;

namespace InferencePlatform.Service.Telemetry;

/// <summary>The counts that are kept in cells, as instruments that read them when somebody collects.</summary>
internal static class ObservedInstruments
{
    public static void AddTo(Meter meter, ServiceMetrics metrics)
    {
        meter.CreateObservableCounter("inference.requests", () => Requests(metrics), "{request}", "Requests finished, by how they ended.");
        meter.CreateObservableUpDownCounter("inference.requests.in_flight", () => Each(metrics, m => m.InFlight), "{request}", "Requests started and not finished.");
        meter.CreateObservableUpDownCounter("inference.queue.length", () => Each(metrics, m => m.Queued), "{request}", "Requests waiting for a compute thread.");
    }

    private static IEnumerable<Measurement<long>> Each(ServiceMetrics metrics, Func<ModelMetrics, long> read) =>
        metrics.Models.Select(m => new Measurement<long>(read(m), m.Tags));

    private static IEnumerable<Measurement<long>> Requests(ServiceMetrics metrics) =>
        from model in metrics.Models.Append(metrics.NoModel)
        from api in Enum.GetValues<InferenceApi>()
        from code in Enum.GetValues<StatusCode>()
        let count = model.Requests(api, code)
        where count > 0
        select new Measurement<long>(count, [.. model.Tags, new("api", LabelNames.Of(api)), new("code", LabelNames.Of(code))]);
}
