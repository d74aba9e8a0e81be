using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Endpoints;

/// <summary>Keeps a Service's EndpointSlices as <see cref="EndpointSliceDecision"/> decides.</summary>
internal sealed class EndpointSliceReconciler(
    IKubernetesClient client, ILister<Service> services, ILister<EndpointSlice> slices, ILister<Pod> pods) : IReconciler
{
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        // The slices of a Service that is gone are the garbage collector's.
        if (services.Get(key) is not { Metadata.DeletionTimestamp: null } service)
        {
            return ReconcileResult.Done;
        }

        var existing = slices.OwnedBy(service.Metadata.Uid!).Where(s => s.Metadata.Labels?.GetValueOrDefault(EndpointSliceDecision.ManagedBy) == EndpointSliceDecision.Manager).ToList();
        var wanted = EndpointSliceDecision.Decide(service, pods.List(key.Namespace));
        foreach (var slice in wanted)
        {
            var before = existing.Find(e => e.Metadata.Name == slice.Metadata.Name);
            if (before is null || !JsonEquality.Same(before.Endpoints, slice.Endpoints) || !JsonEquality.Same(before.Ports, slice.Ports))
            {
                await client.ApplyAsync(slice, new(Writes.Manager) { Force = true }, cancellationToken);
            }
        }

        foreach (var slice in existing.Where(e => wanted.All(w => w.Metadata.Name != e.Metadata.Name)))
        {
            await client.DeleteAsync<EndpointSlice>(ObjectKey.Of(slice), new() { Uid = slice.Metadata.Uid }, cancellationToken);
        }

        return ReconcileResult.Done;
    }
}
