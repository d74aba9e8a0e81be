using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>Who may reach the pods.</summary>
internal sealed record NetworkSpec
{
    [Description("Who may call the model by gRPC and REST. An empty list allows nobody. Without it every pod of the cluster may.")]
    [MaxLength(32)]
    public IReadOnlyList<NetworkPeer>? From { get; init; }

    [Description("Who may reach the management port with the metrics. The operator must be among them, or scaling on calls in flight and the signature in the status do not work. Without it every pod of the cluster may.")]
    [MaxLength(32)]
    public IReadOnlyList<NetworkPeer>? MetricsFrom { get; init; }
}
