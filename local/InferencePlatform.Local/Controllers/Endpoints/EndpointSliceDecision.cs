using System.Security.Cryptography;
using System.Text;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Endpoints;

/// <summary>Decides which EndpointSlices a Service has. Pods whose named ports have other numbers go to a slice of their own.</summary>
internal static class EndpointSliceDecision
{
    public const string ServiceName = "kubernetes.io/service-name";
    public const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    public const string Manager = "endpointslice-controller.k8s.io";

    /// <summary>Endpoints of one slice at most; the API allows no more.</summary>
    public const int MaxEndpoints = 1000;

    public static IReadOnlyList<EndpointSlice> Decide(Service service, IEnumerable<Pod> pods) =>
        service.Spec.Selector is not { Count: > 0 } selector ? [] :
        [
            .. pods
                .Where(p => selector.Matches(p.Metadata.Labels) && !p.HasEnded() && p.Status?.PodIP is not null)
                .OrderBy(p => p.Metadata.Name, StringComparer.Ordinal)
                .GroupBy(p => PortsKey(service, p))
                .Select(group => Slice(service, group.Key, [.. group.Take(MaxEndpoints)])),
        ];

    private static EndpointSlice Slice(Service service, string key, List<Pod> pods) => new()
    {
        Metadata = new()
        {
            Name = $"{service.Metadata.Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..8]}",
            Namespace = service.Metadata.Namespace,
            Labels = new Dictionary<string, string> { [ServiceName] = service.Metadata.Name ?? "", [ManagedBy] = Manager },
            OwnerReferences = [Ownership.ControllerReference(service)],
        },
        AddressType = "IPv4",
        Endpoints = [.. pods.Select(p => ToEndpoint(service, p))],
        Ports = [.. Ports(service, pods[0])],
    };

    private static Endpoint ToEndpoint(Service service, Pod pod)
    {
        var terminating = pod.Metadata.DeletionTimestamp is not null;
        var anyway = service.Spec.PublishNotReadyAddresses == true;
        return new()
        {
            Addresses = [pod.Status!.PodIP!],
            Conditions = new() { Ready = anyway || (pod.IsReady() && !terminating), Serving = anyway || pod.IsReady(), Terminating = terminating },
            NodeName = pod.Spec.NodeName,
            TargetRef = new() { Kind = "Pod", Name = pod.Metadata.Name, Namespace = pod.Metadata.Namespace, Uid = pod.Metadata.Uid },
        };
    }

    private static string PortsKey(Service service, Pod pod) => string.Join(',', Ports(service, pod).Select(p => $"{p.Name}={p.Port}/{p.Protocol}/{p.AppProtocol}"));

    private static IEnumerable<EndpointPort> Ports(Service service, Pod pod) =>
        from port in service.Spec.Ports ?? []
        let number = Target(port, pod)
        where number is not null
        select new EndpointPort { Name = port.Name ?? "", Protocol = port.Protocol ?? "TCP", Port = number, AppProtocol = port.AppProtocol };

    /// <summary>The pod's port that the Service's leads to; null where the pod has none of that name.</summary>
    private static int? Target(ServicePort port, Pod pod) => port.TargetPort switch
    {
        null => port.Port,
        { Number: { } number } => number,
        { Text: var name } => (pod.Spec.Containers ?? []).SelectMany(c => c.Ports ?? []).FirstOrDefault(p => p.Name == name)?.Port,
    };
}
