using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Network;

/// <summary>Brings the proxy in line with Services and EndpointSlices. There is one table, so there is one key.</summary>
internal sealed class ProxyReconciler(ServiceProxy proxy, ILister<Service> services, ILister<EndpointSlice> slices) : IReconciler
{
    /// <summary>An address in use may become free.</summary>
    private static readonly TimeSpan RetryRefused = TimeSpan.FromSeconds(2);

    public static ObjectKey Table { get; } = new(null, "services");

    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken) =>
        await proxy.ApplyAsync(ProxyTable.Decide(services.List(), slices.List())) ? ReconcileResult.Done : ReconcileResult.After(RetryRefused);
}
