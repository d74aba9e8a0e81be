using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Metrics;

namespace InferencePlatform.Kubernetes.Telemetry;

/// <summary>Writes what work queues count.</summary>
internal static class QueueFamilies
{
    public static void Write(ExpositionWriter writer, IReadOnlyCollection<Controller> controllers)
    {
        Each("workqueue_depth", MetricKind.Gauge, "Current depth of workqueue.", q => q.Depth);
        Each("workqueue_adds", MetricKind.Counter, "Total number of adds handled by workqueue.", q => q.Metrics.Adds);
        Each("workqueue_retries", MetricKind.Counter, "Total number of retries handled by workqueue.", q => q.Metrics.Retries);
        Histograms("workqueue_queue_duration_seconds", "How long in seconds an item stays in workqueue before being requested.", m => m.QueueDuration);
        Histograms("workqueue_work_duration_seconds", "How long in seconds processing an item from workqueue takes.", m => m.WorkDuration);
        Each("workqueue_unfinished_work_seconds", MetricKind.Gauge, "How many seconds of work is in progress and has not been observed by work_duration.", q => q.Unfinished().Total.TotalSeconds);
        Each("workqueue_longest_running_processor_seconds", MetricKind.Gauge, "How many seconds has the longest running processor for workqueue been running.", q => q.Unfinished().Longest.TotalSeconds);

        void Each<T>(string name, MetricKind kind, string help, Func<IQueueState, T> read)
            where T : struct, IUtf8SpanFormattable
        {
            writer.Family(name, kind, help);
            foreach (var controller in controllers)
            {
                writer.Sample(LabelsOf(controller), read(controller.Queue));
            }
        }

        void Histograms(string name, string help, Func<QueueMetrics, Histogram> read)
        {
            writer.Family(name, MetricKind.Histogram, help);
            foreach (var controller in controllers)
            {
                read(controller.Queue.Metrics).Write(writer, LabelsOf(controller));
            }
        }
    }

    private static byte[] LabelsOf(Controller controller) => Labels.Of(("controller", controller.Name), ("name", controller.Name));
}
