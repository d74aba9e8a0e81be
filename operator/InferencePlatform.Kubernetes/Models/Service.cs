using System.ComponentModel;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>One address for a set of pods.</summary>
[Resource("", "v1", "services", "Service")]
public sealed record Service : KubernetesObject
{
    public ServiceSpec Spec { get; init; } = new();

    public ServiceStatus? Status { get; init; }
}

public sealed record ServiceStatus
{
    /// <summary>Addresses of load balancers, which Services of type <c>ClusterIP</c> have none of.</summary>
    [PreserveUnknownFields]
    public JsonObject? LoadBalancer { get; init; }
}

public sealed record ServiceSpec
{
    [ListMap("port", "protocol")]
    [PatchMergeKey("port")]
    public IReadOnlyList<ServicePort>? Ports { get; init; }

    [Atomic]
    public IReadOnlyDictionary<string, string>? Selector { get; init; }

    /// <summary><c>None</c> for a headless Service.</summary>
    public string? ClusterIP { get; init; }

    [Atomic]
    public IReadOnlyList<string>? ClusterIPs { get; init; }

    public string? Type { get; init; }

    public string? SessionAffinity { get; init; }

    public bool? PublishNotReadyAddresses { get; init; }

    [Atomic]
    public IReadOnlyList<string>? IpFamilies { get; init; }

    public string? IpFamilyPolicy { get; init; }

    public string? InternalTrafficPolicy { get; init; }
}

public sealed record ServicePort
{
    public string? Name { get; init; }

    [DefaultValue("TCP")]
    public string? Protocol { get; init; }

    public string? AppProtocol { get; init; }

    public int Port { get; init; }

    public IntOrString? TargetPort { get; init; }
}
