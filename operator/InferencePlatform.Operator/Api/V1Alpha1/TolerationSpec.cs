using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>A taint that the pods bear.</summary>
[Cel("!has(self.operator) || self.operator != 'Exists' || !has(self.value)", "Exists has no value")]
[Cel("has(self.key) || has(self.operator) && self.operator == 'Exists'", "without a key the operator must be Exists: every taint")]
internal sealed record TolerationSpec
{
    [Description("The taint's key; none is every key.")]
    [MaxLength(317)]
    public string? Key { get; init; }

    [Description("Whether the value must be equal or need only exist. By default Equal.")]
    [AllowedValues("Exists", "Equal")]
    public string? Operator { get; init; }

    [Description("The taint's value.")]
    [MaxLength(63)]
    public string? Value { get; init; }

    [Description("The taint's effect; none is every effect.")]
    [AllowedValues("NoSchedule", "PreferNoSchedule", "NoExecute")]
    public string? Effect { get; init; }

    [Description("Seconds that a NoExecute taint is borne for. By default for ever.")]
    [Range(0L, 1_000_000_000L)]
    public long? TolerationSeconds { get; init; }
}
