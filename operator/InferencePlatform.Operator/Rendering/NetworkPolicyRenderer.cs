using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Rendering;

/// <summary>Who may reach the pods: by default every pod of the cluster, and only on the serving and management ports.</summary>
internal static class NetworkPolicyRenderer
{
    private static readonly NetworkPolicyPeer[] WholeCluster = [new() { NamespaceSelector = new LabelSelector() }];

    public static NetworkPolicy Render(InferenceModel model)
    {
        var ports = ModelPorts.Of(model.Spec);
        var rules = Rule(model.Spec.Network?.From, ports.Grpc, ports.Http).Concat(Rule(model.Spec.Network?.MetricsFrom, PortsSpec.Management));
        return new NetworkPolicy
        {
            ApiVersion = "networking.k8s.io/v1",
            Kind = "NetworkPolicy",
            Metadata = ModelNames.MetadataOf(model),
            Spec = new NetworkPolicySpec
            {
                PodSelector = new LabelSelector { MatchLabels = ModelNames.SelectorOf(model) },
                PolicyTypes = ["Ingress"],
                Ingress = [.. rules],
            },
        };
    }

    // A rule with no peers would let everybody in, so that where nobody may come there is no rule.
    private static IEnumerable<NetworkPolicyIngressRule> Rule(IReadOnlyList<NetworkPeer>? from, params IReadOnlyList<int> ports) =>
        from is { Count: 0 } ? [] :
        [
            new NetworkPolicyIngressRule
            {
                Ports = [.. ports.Select(p => new NetworkPolicyPort { Protocol = "TCP", Port = p })],
                From = from is null ? WholeCluster : [.. from.Select(PeerOf)],
            },
        ];

    private static NetworkPolicyPeer PeerOf(NetworkPeer peer) => new()
    {
        NamespaceSelector = Selectors.Of(peer.Namespaces),
        PodSelector = Selectors.Of(peer.Pods),
        IpBlock = peer.IpBlock is { } block ? new IPBlock { Cidr = block.Range, Except = block.Except } : null,
    };
}
