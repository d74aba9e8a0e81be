using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers;

namespace InferencePlatform.Local.Nodes.Volumes;

/// <summary>Makes the folder of a persistent volume claim, so that files can be put there before a pod wants them, and calls the claim bound.</summary>
internal sealed class ClaimReconciler(IKubernetesClient client, ILister<PersistentVolumeClaim> claims, string stateFolder) : IReconciler
{
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (claims.Get(key) is { Metadata.DeletionTimestamp: null } claim)
        {
            Directory.CreateDirectory(Path.Combine(PodFolder.ClaimsOf(stateFolder, key.Namespace!), key.Name));
            await client.ReportAsync(claim, claim.Status, new() { Phase = "Bound" }, cancellationToken);
        }

        return ReconcileResult.Done;
    }
}
