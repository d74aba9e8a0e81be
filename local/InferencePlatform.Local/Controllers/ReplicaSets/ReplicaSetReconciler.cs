using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.ReplicaSets;

/// <summary>Creates and deletes the pods that <see cref="ReplicaSetDecision"/> decides on.</summary>
internal sealed class ReplicaSetReconciler(
    IKubernetesClient client, ILister<ReplicaSet> sets, ILister<Pod> pods, EventRecorder events, TimeProvider time) : IReconciler
{
    private const string Failure = "ReplicaFailure";

    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (sets.Get(key) is not { } set)
        {
            return ReconcileResult.Done;
        }

        var plan = Decide(set, pods.OwnedBy(set.Metadata.Uid!));
        if (plan.WritesPods)
        {
            // Pods that were just created may not have come back yet: one look at the server keeps them from being created twice.
            set = await client.GetAsync<ReplicaSet>(key, cancellationToken);
            plan = Decide(set, await LivePodsAsync(set, cancellationToken));
        }

        var conditions = set.Status?.Conditions;
        try
        {
            await ApplyAsync(set, plan, cancellationToken);
            conditions = conditions is null ? null : conditions.Without(Failure);
        }
        catch (ApiException e) when (!e.IsConflict && !e.IsNotFound)
        {
            events.Warning("FailedCreate", "Create", $"Error creating: {e.Message}", set);
            var failed = new Condition { Type = Failure, Status = "True", Reason = "FailedCreate", Message = e.Message };
            await client.ReportAsync(set, set.Status, plan.Status with { Conditions = conditions.With(failed, time.GetUtcNow()) }, cancellationToken);
            throw;
        }

        await client.ReportAsync(set, set.Status, plan.Status with { Conditions = conditions }, cancellationToken);
        return new(plan.RequeueAfter);
    }

    private ReplicaSetPlan Decide(ReplicaSet set, IEnumerable<Pod> candidates) =>
        ReplicaSetDecision.Decide(set, [.. candidates.Where(p => p.IsControlledBy(set))], time.GetUtcNow());

    private async Task<IReadOnlyList<Pod>> LivePodsAsync(ReplicaSet set, CancellationToken cancellationToken)
    {
        var labels = set.Spec.Template?.Metadata?.Labels ?? new Dictionary<string, string>();
        var selector = string.Join(',', labels.Select(l => $"{l.Key}={l.Value}"));
        var live = await client.ListAsync<Pod>(ResourceType.Of<Pod>(), set.Metadata.Namespace, new() { LabelSelector = selector }, cancellationToken);
        return live.Items;
    }

    private async Task ApplyAsync(ReplicaSet set, ReplicaSetPlan plan, CancellationToken cancellationToken)
    {
        for (var i = 0; i < plan.Create; i++)
        {
            var pod = await client.CreateAsync(ReplicaSetDecision.NewPod(set), cancellationToken);
            events.Normal("SuccessfulCreate", "Create", $"Created pod: {pod.Metadata.Name}", set);
        }

        foreach (var pod in plan.Delete)
        {
            await client.DeleteAsync<Pod>(ObjectKey.Of(pod), new() { Uid = pod.Metadata.Uid }, cancellationToken);
            events.Normal("SuccessfulDelete", "Delete", $"Deleted pod: {pod.Metadata.Name}", set);
        }
    }
}
