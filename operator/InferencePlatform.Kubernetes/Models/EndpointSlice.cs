using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Where a Service's pods are and which of them are ready.</summary>
[Resource("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice")]
public sealed record EndpointSlice : KubernetesObject
{
    public string? AddressType { get; init; }

    [Atomic]
    public IReadOnlyList<Endpoint>? Endpoints { get; init; }

    [Atomic]
    public IReadOnlyList<EndpointPort>? Ports { get; init; }
}

public sealed record Endpoint
{
    [ListSet]
    public IReadOnlyList<string>? Addresses { get; init; }

    public EndpointConditions? Conditions { get; init; }

    public ObjectReference? TargetRef { get; init; }

    public string? NodeName { get; init; }
}

public sealed record EndpointConditions
{
    public bool? Ready { get; init; }

    public bool? Serving { get; init; }

    public bool? Terminating { get; init; }
}

public sealed record EndpointPort
{
    public string? Name { get; init; }

    public string? Protocol { get; init; }

    public int? Port { get; init; }

    public string? AppProtocol { get; init; }
}
