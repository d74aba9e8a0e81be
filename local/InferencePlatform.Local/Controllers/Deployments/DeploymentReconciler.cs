using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>Takes the steps that <see cref="DeploymentDecision"/> decides on.</summary>
internal sealed class DeploymentReconciler(
    IKubernetesClient client, ILister<Deployment> deployments, ILister<ReplicaSet> sets, ILister<Pod> pods, EventRecorder events, TimeProvider time) : IReconciler
{
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (deployments.Get(key) is not { } deployment)
        {
            return ReconcileResult.Done;
        }

        var plan = Decide(deployment, sets.OwnedBy(deployment.Metadata.Uid!));
        if (plan.WritesSets)
        {
            // What was just written may not have come back yet: steps are decided on what the server has now.
            deployment = await client.GetAsync<Deployment>(key, cancellationToken);
            var all = await client.ListAsync<ReplicaSet>(ResourceType.Of<ReplicaSet>(), key.Namespace, ListOptions.All, cancellationToken);
            plan = Decide(deployment, all.Items);
        }

        await MarkAsync(deployment, plan, cancellationToken);
        if (plan.Create is { } create && !await CreateAsync(deployment, create, cancellationToken))
        {
            return ReconcileResult.Done;
        }

        foreach (var change in plan.Change)
        {
            await ScaleAsync(deployment, change, cancellationToken);
        }

        foreach (var set in plan.Delete)
        {
            await client.DeleteAsync<ReplicaSet>(ObjectKey.Of(set), new() { Uid = set.Metadata.Uid, PropagationPolicy = "Background" }, cancellationToken);
        }

        await client.ReportAsync(deployment, deployment.Status, plan.Status, cancellationToken);
        return new(plan.RequeueAfter);
    }

    private DeploymentPlan Decide(Deployment deployment, IEnumerable<ReplicaSet> candidates)
    {
        ReplicaSet[] owned = [.. candidates.Where(s => s.IsControlledBy(deployment))];
        return DeploymentDecision.Decide(deployment, owned, [.. owned.SelectMany(s => pods.OwnedBy(s.Metadata.Uid!))], time.GetUtcNow());
    }

    /// <summary>Writes the revision onto the Deployment, where <c>kubectl rollout</c> looks for it.</summary>
    private async Task MarkAsync(Deployment deployment, DeploymentPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Revision is { } revision)
        {
            var annotations = new JsonObject { [Annotations.Revision] = revision.ToString(CultureInfo.InvariantCulture) };
            await client.ChangeAsync(
                ResourceType.Of<Deployment>(), deployment, new() { ["metadata"] = new JsonObject { ["annotations"] = annotations } }, cancellationToken);
        }
    }

    /// <returns>False where the name is another's, which has been counted: the next decision has another name.</returns>
    private async Task<bool> CreateAsync(Deployment deployment, ReplicaSet create, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(create, cancellationToken);
            events.Normal("ScalingReplicaSet", "Scale", $"Scaled up replica set {create.Metadata.Name} from 0 to {create.Spec.Replicas}", deployment);
            return true;
        }
        catch (ApiException e) when (e.Reason == "AlreadyExists")
        {
            var collided = (deployment.Status ?? new()) with { CollisionCount = (deployment.Status?.CollisionCount ?? 0) + 1 };
            await client.ReportAsync(deployment, deployment.Status, collided, cancellationToken);
            return false;
        }
    }

    private async Task ScaleAsync(Deployment deployment, ReplicaSetChange change, CancellationToken cancellationToken)
    {
        var set = change.Set;
        var before = set.Spec.Replicas ?? 1;
        await client.ChangeAsync(
            ResourceType.Of<ReplicaSet>(), set,
            new()
            {
                ["metadata"] = new JsonObject { ["annotations"] = JsonEquality.Node(change.Annotations) },
                ["spec"] = new JsonObject { ["replicas"] = change.Replicas, ["minReadySeconds"] = change.MinReadySeconds },
            },
            cancellationToken);
        if (before != change.Replicas)
        {
            var direction = change.Replicas > before ? "up" : "down";
            events.Normal("ScalingReplicaSet", "Scale", $"Scaled {direction} replica set {set.Metadata.Name} from {before} to {change.Replicas}", deployment);
        }
    }
}
