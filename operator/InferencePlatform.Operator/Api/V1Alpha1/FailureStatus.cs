using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>A failure of a pod.</summary>
internal sealed record FailureStatus
{
    [Description("What happened, in one word.")]
    [MaxLength(128)]
    public required string Reason { get; init; }

    [Description("What happened, in a sentence.")]
    [MaxLength(ModelCondition.MaxMessage)]
    public required string Message { get; init; }

    [Description("The pod that it happened to.")]
    [MaxLength(253)]
    public required string Pod { get; init; }

    [Description("When it happened or was first seen.")]
    public required DateTimeOffset Time { get; init; }
}
