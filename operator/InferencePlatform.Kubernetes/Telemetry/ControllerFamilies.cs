using System.Globalization;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Metrics;

namespace InferencePlatform.Kubernetes.Telemetry;

/// <summary>Writes what controllers, clients and elections count.</summary>
internal sealed class ControllerFamilies(ExpositionWriter writer)
{
    private static readonly (ReconcileOutcome Outcome, string Name)[] Results =
        [(ReconcileOutcome.Error, "error"), (ReconcileOutcome.RequeueAfter, "requeue_after"), (ReconcileOutcome.Success, "success")];

    public void Write(ControllerMetrics metrics)
    {
        var controllers = metrics.Controllers;
        writer.Family("controller_runtime_reconcile", MetricKind.Counter, "Total number of reconciliations per controller.");
        foreach (var controller in controllers)
        {
            foreach (var (outcome, name) in Results)
            {
                writer.Sample(Labels.Of(("controller", controller.Name), ("result", name)), controller.Metrics.Count(outcome));
            }
        }

        Each(controllers, "controller_runtime_reconcile_errors", MetricKind.Counter, "Total number of reconciliation errors per controller.", c => c.Metrics.Count(ReconcileOutcome.Error));
        Each(controllers, "controller_runtime_terminal_reconcile_errors", MetricKind.Counter, "Total number of terminal reconciliation errors per controller.", c => c.Metrics.TerminalErrors);
        writer.Family("controller_runtime_reconcile_time_seconds", MetricKind.Histogram, "Length of time per reconciliation per controller.");
        foreach (var controller in controllers)
        {
            controller.Metrics.Time.Write(writer, LabelsOf(controller));
        }

        Each(controllers, "controller_runtime_active_workers", MetricKind.Gauge, "Number of currently used workers per controller.", c => c.Metrics.Active);
        Each(controllers, "controller_runtime_max_concurrent_reconciles", MetricKind.Gauge, "Maximum number of concurrent reconciles per controller.", c => c.Concurrency);

        writer.Family("rest_client_requests", MetricKind.Counter, "Number of HTTP requests, partitioned by status code, method, and host.");
        foreach (var ((code, method, host), count) in metrics.Requests)
        {
            var text = code?.ToString(CultureInfo.InvariantCulture) ?? "<error>";
            writer.Sample(Labels.Of(("code", text), ("host", host), ("method", method)), count);
        }

        writer.Family("leader_election_master_status", MetricKind.Gauge, "Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master.");
        foreach (var elector in metrics.Electors)
        {
            writer.Sample(Labels.Of(("name", elector.Name)), elector.IsLeader ? 1 : 0);
        }
    }

    private static byte[] LabelsOf(Controller controller) => Labels.Of(("controller", controller.Name));

    private void Each(IEnumerable<Controller> controllers, string name, MetricKind kind, string help, Func<Controller, long> read)
    {
        writer.Family(name, kind, help);
        foreach (var controller in controllers)
        {
            writer.Sample(LabelsOf(controller), read(controller));
        }
    }
}
