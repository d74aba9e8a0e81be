using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>One observation, in the form of <c>metav1.Condition</c>. True is always the good case.</summary>
internal sealed record ModelCondition
{
    /// <summary>Characters of a message at most.</summary>
    public const int MaxMessage = 4096;

    [Description("What is observed.")]
    [MaxLength(316)]
    public required string Type { get; init; }

    [Description("Whether it is so.")]
    [AllowedValues("True", "False", "Unknown")]
    public required string Status { get; init; }

    [Description("The generation of the spec that this was observed of.")]
    [Range(0L, 999_999_999_999_999L)]
    public required long ObservedGeneration { get; init; }

    [Description("When the status last changed.")]
    public required DateTimeOffset LastTransitionTime { get; init; }

    [Description("Why, in one word.")]
    [MinLength(1)]
    [MaxLength(128)]
    public required string Reason { get; init; }

    [Description("Why, in a sentence, and what to do.")]
    [MaxLength(MaxMessage)]
    public required string Message { get; init; }
}
