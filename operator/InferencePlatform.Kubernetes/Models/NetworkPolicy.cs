using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Who may talk to a set of pods.</summary>
[Resource("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy")]
public sealed record NetworkPolicy : KubernetesObject
{
    public NetworkPolicySpec Spec { get; init; } = new();
}

public sealed record NetworkPolicySpec
{
    public LabelSelector? PodSelector { get; init; }

    [Atomic]
    public IReadOnlyList<NetworkPolicyIngressRule>? Ingress { get; init; }

    [Atomic]
    public IReadOnlyList<NetworkPolicyEgressRule>? Egress { get; init; }

    [Atomic]
    public IReadOnlyList<string>? PolicyTypes { get; init; }
}

public sealed record NetworkPolicyIngressRule
{
    [Atomic]
    public IReadOnlyList<NetworkPolicyPort>? Ports { get; init; }

    [Atomic]
    public IReadOnlyList<NetworkPolicyPeer>? From { get; init; }
}

public sealed record NetworkPolicyEgressRule
{
    [Atomic]
    public IReadOnlyList<NetworkPolicyPort>? Ports { get; init; }

    [Atomic]
    public IReadOnlyList<NetworkPolicyPeer>? To { get; init; }
}

public sealed record NetworkPolicyPort
{
    public string? Protocol { get; init; }

    public IntOrString? Port { get; init; }

    public int? EndPort { get; init; }
}

public sealed record NetworkPolicyPeer
{
    public LabelSelector? PodSelector { get; init; }

    public LabelSelector? NamespaceSelector { get; init; }

    public IPBlock? IpBlock { get; init; }
}

public sealed record IPBlock
{
    public required string Cidr { get; init; }

    [Atomic]
    public IReadOnlyList<string>? Except { get; init; }
}
