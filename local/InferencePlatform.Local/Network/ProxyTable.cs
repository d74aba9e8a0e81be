using System.Net;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers.Endpoints;

namespace InferencePlatform.Local.Network;

/// <summary>One line of the table: where a Service listens and where its connections go.</summary>
internal sealed record ProxyEntry(Service Service, IPEndPoint Address, IReadOnlyList<IPEndPoint> Backends);

/// <summary>Decides where Services listen and where their connections go.</summary>
internal static class ProxyTable
{
    /// <summary>The first Service, by age, that asks for an address and port has it; the entries of others are left out.</summary>
    public static IReadOnlyList<ProxyEntry> Decide(IEnumerable<Service> services, IEnumerable<EndpointSlice> slices)
    {
        var byService = slices.ToLookup(s => (s.Metadata.Namespace, s.Metadata.Labels?.GetValueOrDefault(EndpointSliceDecision.ServiceName)));
        var entries =
            from service in services.OrderBy(s => s.Metadata.CreationTimestamp).ThenBy(s => s.Metadata.Uid, StringComparer.Ordinal)
            where IPAddress.TryParse(service.Spec.ClusterIP, out var ip) && IPAddress.IsLoopback(ip)
            from port in service.Spec.Ports ?? []
            where port.Protocol is null or "TCP"
            let backends = byService[(service.Metadata.Namespace, service.Metadata.Name)].SelectMany(s => Ready(s, port.Name ?? ""))
            select new ProxyEntry(service, new(IPAddress.Parse(service.Spec.ClusterIP!), port.Port), [.. backends.Distinct()]);
        return [.. entries.DistinctBy(e => e.Address)];
    }

    private static IEnumerable<IPEndPoint> Ready(EndpointSlice slice, string portName) =>
        from port in slice.Ports ?? []
        where (port.Name ?? "") == portName
        from endpoint in slice.Endpoints ?? []
        where endpoint.Conditions?.Ready != false
        from address in endpoint.Addresses ?? []
        select new IPEndPoint(IPAddress.Parse(address), port.Port ?? 0);
}
