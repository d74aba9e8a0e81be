using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>A part of the network, as NetworkPolicies select it.</summary>
[Cel("has(self.ipBlock) != (has(self.namespaces) || has(self.pods))", "give either ipBlock, or namespaces or pods or both")]
internal sealed record NetworkPeer
{
    [Description("Namespaces by their labels; {} is all of them. Without it the model's own.")]
    public Selector? Namespaces { get; init; }

    [Description("Pods by their labels; without it all of those namespaces.")]
    public Selector? Pods { get; init; }

    [Description("Addresses outside the cluster.")]
    public AddressBlock? IpBlock { get; init; }
}

/// <summary>A range of addresses.</summary>
internal sealed record AddressBlock
{
    private const string Cidr = "^[0-9a-fA-F.:]{2,39}/[0-9]{1,3}$";

    [Description("The range, such as 10.0.0.0/8.")]
    [MaxLength(43)]
    [RegularExpression(Cidr)]
    [System.Text.Json.Serialization.JsonPropertyName("cidr")]
    public required string Range { get; init; }

    [Description("Ranges in it that are left out.")]
    [MaxLength(32)]
    [Items(MaxLength = 43, Pattern = Cidr)]
    public IReadOnlyList<string>? Except { get; init; }
}
