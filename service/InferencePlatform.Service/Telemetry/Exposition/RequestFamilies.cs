using InferencePlatform.Grpc;
using InferencePlatform.Metrics;

namespace InferencePlatform.Service.Telemetry.Exposition;

/// <summary>What is counted of requests, model by model.</summary>
internal sealed class RequestFamilies(ExpositionWriter writer, CancellationToken cancellationToken)
{
    private static readonly InferenceApi[] Apis = Enum.GetValues<InferenceApi>();
    private static readonly StatusCode[] Codes = Enum.GetValues<StatusCode>();
    private static readonly byte[][][] ApiAndCode =
        [.. Apis.Select(api => Codes.Select(code => Labels.Of(("api", LabelNames.Of(api)), ("code", LabelNames.Of(code)))).ToArray())];

    public async ValueTask WriteAsync(IReadOnlyList<ModelMetrics> models, ModelMetrics noModel)
    {
        writer.Family("inference_requests", MetricKind.Counter, "Requests finished, by the API they came in by and the status code they ended with; without a model where they reached none.");
        foreach (var model in models.Prepend(noModel))
        {
            await RequestsAsync(model, showZero: model != noModel);
        }

        await HistogramAsync(models, "inference_request_duration_seconds", "Time requests took from end to end in the server.", m => m.RequestDuration);
        await HistogramAsync(models, "inference_queue_duration_seconds", "Time requests waited for a compute thread; zero for those computed at once.", m => m.QueueDuration);
        await HistogramAsync(models, "inference_compute_duration_seconds", "Time ONNX Runtime took for runs that succeeded.", m => m.ComputeDuration);
        await GaugeAsync(models, "inference_requests_in_flight", "Requests started and not finished.", m => m.InFlight);
        await GaugeAsync(models, "inference_queue_length", "Requests waiting for a compute thread.", m => m.Queued);

        // The name that inference gateways read from Triton to send a request where the queue is shortest.
        await GaugeAsync(models, "nv_inference_pending_request_count", "The same as inference_queue_length, by Triton's name for it.", m => m.Queued);
    }

    private async ValueTask RequestsAsync(ModelMetrics model, bool showZero)
    {
        foreach (var api in Apis)
        {
            foreach (var code in Codes)
            {
                // That a model has answered no call yet is worth a line; that it never failed in each way is not.
                var count = model.Requests(api, code);
                if (count > 0 || (showZero && code == StatusCode.OK))
                {
                    writer.Sample(default, model.Labels, ApiAndCode[(int)api][(int)code], count);
                }
            }
        }

        await writer.FlushIfMuchAsync(cancellationToken);
    }

    private async ValueTask GaugeAsync(IReadOnlyList<ModelMetrics> models, string name, string help, Func<ModelMetrics, long> read)
    {
        writer.Family(name, MetricKind.Gauge, help);
        foreach (var model in models)
        {
            writer.Sample(model.Labels, read(model));
            await writer.FlushIfMuchAsync(cancellationToken);
        }
    }

    private async ValueTask HistogramAsync(IReadOnlyList<ModelMetrics> models, string name, string help, Func<ModelMetrics, DurationHistogram> read)
    {
        writer.Family(name, MetricKind.Histogram, help);
        foreach (var model in models)
        {
            Histogram(read(model), model.Labels);
            await writer.FlushIfMuchAsync(cancellationToken);
        }
    }

    private void Histogram(DurationHistogram histogram, byte[] labels)
    {
        var bounds = BucketLabels.In(writer.Format);
        var count = 0L;
        for (var bucket = 0; bucket < bounds.Length; bucket++)
        {
            count += histogram.CountIn(bucket);
            writer.Sample("_bucket"u8, labels, bounds[bucket], count);
        }

        writer.Sample("_sum"u8, labels, default, histogram.SumSeconds);
        writer.Sample("_count"u8, labels, default, count);
    }
}
