using InferencePlatform.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Nodes.Pods;

/// <summary>What the node tells users of a pod: the events that <c>kubectl describe pod</c> shows.</summary>
internal sealed partial class PodEvents(ILogger log)
{
    public void Normal(Pod pod, string reason, string note) => LogEvent(pod.Metadata.Namespace, pod.Metadata.Name, reason, note);

    public void Warning(Pod pod, string reason, string note) => LogEvent(pod.Metadata.Namespace, pod.Metadata.Name, reason, note);

    [LoggerMessage(Level = LogLevel.Information, EventName = "PodEvent", Message = "Pod {Namespace}/{Pod}: {Reason}: {Note}")]
    private partial void LogEvent(string? @namespace, string? pod, string reason, string note);
}
