using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Status;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Reconciliation;

/// <summary>Tells of a model: in its status, and of what turned in the log and in an event.</summary>
internal sealed class StatusReporter(StatusWriter writer, ModelMemory memory, EventRecorder events, ILogger<StatusReporter> logger)
{
    private const string Action = "Reconcile";

    public async Task ReportAsync(InferenceModel model, InferenceModelStatus? before, InferenceModelStatus status, CancellationToken cancellationToken)
    {
        if (!await writer.WriteAsync(model, before, status, cancellationToken))
        {
            return;
        }

        memory.Wrote(model, status);
        foreach (var news in Transitions.Find(before, status))
        {
            var key = ObjectKey.Of(model);
            ReconcileLog.Turned(logger, key, news.Type, news.Status, news.Reason, news.Message);
            if (Transitions.IsGood(news))
            {
                events.Normal(news.Reason, Action, news.Message, model);
            }
            else
            {
                events.Warning(news.Reason, Action, news.Message, model);
            }
        }
    }
}
