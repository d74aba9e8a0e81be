using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Garbage;

/// <summary>Does for the objects of one resource what <see cref="GarbageDecision"/> decides.</summary>
internal sealed class GarbageReconciler(IKubernetesClient client, ResourceType resource, GarbageCollector graph) : IReconciler
{
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (graph.Find(resource, key) is not { } o)
        {
            return ReconcileResult.Done;
        }

        var owners = new List<(OwnerReference, OwnerState)>();
        foreach (var reference in o.Metadata.OwnerReferences ?? [])
        {
            owners.Add((reference, await StateAsync(o, reference, cancellationToken)));
        }

        var dependents = graph.DependentsOf(o.Metadata.Uid!);
        await DoAsync(GarbageDecision.Decide(o, owners, [.. dependents.Select(d => d.Object)]), o, dependents, cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task DoAsync(
        GarbageAction action, MetadataObject o, IReadOnlyList<(ResourceType Resource, MetadataObject Object)> dependents, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case GarbageAction.Delete delete:
                try
                {
                    await client.DeleteAsync(
                        resource, ObjectKey.Of(o), new() { Uid = o.Metadata.Uid, PropagationPolicy = delete.Policy }, cancellationToken);
                }
                catch (ApiException e) when (e.IsNotFound || e.IsConflict)
                {
                    // Somebody was faster.
                }

                break;

            case GarbageAction.Disown disown:
                await DisownAsync(resource, o, disown.OwnerUids, cancellationToken);
                break;

            case GarbageAction.OrphanDependents orphan:
                foreach (var (dependentResource, dependent) in dependents)
                {
                    await DisownAsync(dependentResource, dependent, new HashSet<string> { o.Metadata.Uid! }, cancellationToken);
                }

                await ReleaseAsync(o, orphan.Finalizer, cancellationToken);
                break;

            case GarbageAction.Release release:
                await ReleaseAsync(o, release.Finalizer, cancellationToken);
                break;

            default:
                break;
        }
    }

    private Task DisownAsync(ResourceType of, MetadataObject o, IReadOnlySet<string> ownerUids, CancellationToken cancellationToken)
    {
        var kept = (o.Metadata.OwnerReferences ?? []).Where(r => !ownerUids.Contains(r.Uid)).ToList();
        return client.ChangeAsync(of, o, new() { ["metadata"] = new JsonObject { ["ownerReferences"] = kept.Count == 0 ? null : JsonEquality.Node(kept) } }, cancellationToken);
    }

    private Task ReleaseAsync(MetadataObject o, string finalizer, CancellationToken cancellationToken)
    {
        var kept = (o.Metadata.Finalizers ?? []).Where(f => f != finalizer).ToList();
        return client.ChangeAsync(resource, o, new() { ["metadata"] = new JsonObject { ["finalizers"] = kept.Count == 0 ? null : JsonEquality.Node(kept) } }, cancellationToken);
    }

    /// <summary>An owner that the copy does not have is asked for at the server: nothing is deleted on hearsay.</summary>
    private async Task<OwnerState> StateAsync(MetadataObject o, OwnerReference reference, CancellationToken cancellationToken)
    {
        if (graph.ResourceOf(reference) is not { } of)
        {
            return OwnerState.Alive;
        }

        var key = new ObjectKey(of.Namespaced ? o.Metadata.Namespace : null, reference.Name);
        var owner = graph.Find(of, key);
        if (owner?.Metadata.Uid != reference.Uid)
        {
            try
            {
                owner = await client.GetAsync<MetadataObject>(of, key, cancellationToken);
            }
            catch (ApiException e) when (e.IsNotFound)
            {
                return OwnerState.Absent;
            }
        }

        return owner.Metadata.Uid != reference.Uid ? OwnerState.Absent
            : owner.Metadata.DeletionTimestamp is not null && owner.Metadata.Finalizers?.Contains(GarbageDecision.Foreground) == true ? OwnerState.WaitsForDependents
            : OwnerState.Alive;
    }
}
