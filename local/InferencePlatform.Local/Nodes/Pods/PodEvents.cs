using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Nodes.Pods;

/// <summary>What the node tells of a pod: to users by the events that <c>kubectl describe pod</c> shows, and in the platform's own log.</summary>
internal sealed partial class PodEvents(EventRecorder recorder, ILogger log)
{
    public void Normal(Pod pod, string reason, string note)
    {
        LogEvent(pod.Metadata.Namespace, pod.Metadata.Name, reason, note);
        recorder.Normal(reason, "Run", note, pod);
    }

    public void Warning(Pod pod, string reason, string note)
    {
        LogEvent(pod.Metadata.Namespace, pod.Metadata.Name, reason, note);
        recorder.Warning(reason, "Run", note, pod);
    }

    [LoggerMessage(Level = LogLevel.Information, EventName = "PodEvent", Message = "Pod {Namespace}/{Pod}: {Reason}: {Note}")]
    private partial void LogEvent(string? @namespace, string? pod, string reason, string note);
}
