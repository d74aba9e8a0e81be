using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>A Secret of the same namespace.</summary>
internal sealed record SecretReference
{
    [Description("Its name. It is always a Secret of the InferenceModel's own namespace.")]
    [MinLength(1)]
    [MaxLength(253)]
    [RegularExpression("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    public required string Name { get; init; }
}
