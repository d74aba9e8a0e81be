using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers;
using InferencePlatform.Local.Nodes.Pods;

namespace InferencePlatform.Local.Nodes;

/// <summary>The scheduler and the kubelet's main loop in one: takes every pod that fits, and sees to those it has.</summary>
internal sealed class NodeReconciler(ILister<Pod> pods, PodDirectory directory, NodeServices node) : IReconciler
{
    private static readonly WriteOptions AsScheduler = new() { FieldManager = "kube-scheduler" };

    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var pod = pods.Get(key);
        var worker = directory.Find(key);
        if (worker is not null && worker.Uid != pod?.Metadata.Uid)
        {
            // The object is gone, or another one has its name: what ran for it is not wanted any more.
            worker.Kill(deleted: true);
            await worker.Ended;
            worker.Dispose();
            directory.Remove(key);
            worker = null;
        }

        if (pod is null)
        {
            return ReconcileResult.Done;
        }

        if (worker is null)
        {
            if (pod.Spec.NodeName is null && (pod.Metadata.DeletionTimestamp is not null || !await BindAsync(pod, cancellationToken)))
            {
                return ReconcileResult.Done;
            }

            worker = new PodWorker(pod, node);
            directory.Add(key, worker);
        }

        if (pod.Metadata.DeletionTimestamp is not null)
        {
            worker.Stop(TimeSpan.FromSeconds(pod.Metadata.DeletionGracePeriodSeconds ?? PodWorker.DefaultGraceSeconds), deleted: true);
        }

        return ReconcileResult.Done;
    }

    private async Task<bool> BindAsync(Pod pod, CancellationToken cancellationToken)
    {
        if (NodeFit.Refusal(pod.Spec) is { } refusal)
        {
            node.Events.Warning(pod, "FailedScheduling", refusal);
            var status = PodStatusDecision.Decide(pod, pod.Status, new() { Unschedulable = refusal }, node.Time.GetUtcNow());
            await node.Client.ReportAsync(pod, pod.Status, status, cancellationToken);
            return false;
        }

        var patch = Patch.Merge(new() { ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid }, ["spec"] = new JsonObject { ["nodeName"] = NodeFit.NodeName } });
        await node.Client.PatchAsync<JsonObject>(ResourceType.Of<Pod>(), ObjectKey.Of(pod), patch, AsScheduler, cancellationToken);
        node.Events.Normal(pod, "Scheduled", $"Successfully assigned {ObjectKey.Of(pod)} to {NodeFit.NodeName}");
        return true;
    }
}
