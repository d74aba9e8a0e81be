using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>A file in a ConfigMap of the same namespace.</summary>
internal sealed record ConfigMapKey
{
    [Description("The ConfigMap's name.")]
    [MinLength(1)]
    [MaxLength(253)]
    [RegularExpression("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    public required string Name { get; init; }

    [Description("The key in it.")]
    [MinLength(1)]
    [MaxLength(253)]
    [RegularExpression("^[A-Za-z0-9_-][A-Za-z0-9._-]*$")]
    public required string Key { get; init; }
}
