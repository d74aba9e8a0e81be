using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>How many pods must stay while nodes are drained.</summary>
internal sealed record DisruptionSpec
{
    [Description("Pods that a drain must leave, a number or a percentage that is rounded up. Without it drains take one pod at a time. As many as there are replicas would block every drain.")]
    [Range(1, 1000)]
    [MaxLength(4)]
    [RegularExpression("^(100|[1-9]?[0-9])%$")]
    public required IntOrString MinAvailable { get; init; }
}
