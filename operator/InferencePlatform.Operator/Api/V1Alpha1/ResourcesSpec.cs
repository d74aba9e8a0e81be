using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>What a pod gets, by the names that Kubernetes has for resources.</summary>
[Cel(
    "!has(self.requests) || !has(self.limits) || self.requests.all(k, !(k in self.limits) || !quantity(string(self.requests[k])).isGreaterThan(quantity(string(self.limits[k]))))",
    "no request may be more than the limit of the same resource", FieldPath = ".requests")]
internal sealed record ResourcesSpec
{
    private const string Quantity = @"^[0-9]{1,15}([.][0-9]{1,9})?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi)?$";

    [Description("What is set aside on a node, such as cpu: 500m and memory: 512Mi.")]
    [MaxLength(16)]
    [Items(MaxLength = 32, Pattern = Quantity)]
    public IReadOnlyDictionary<string, IntOrString>? Requests { get; init; }

    [Description("What is had at most. A pod that takes more memory is killed.")]
    [MaxLength(16)]
    [Items(MaxLength = 32, Pattern = Quantity)]
    public IReadOnlyDictionary<string, IntOrString>? Limits { get; init; }
}
