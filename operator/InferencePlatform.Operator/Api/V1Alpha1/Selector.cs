using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>Selects objects by their labels; all parts must hold.</summary>
internal sealed record Selector
{
    [Description("Labels that must have these values.")]
    [MaxLength(16)]
    [Items(MaxLength = 63, Pattern = LabelPatterns.Value)]
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }

    [Description("Expressions that must hold.")]
    [MaxLength(16)]
    public IReadOnlyList<SelectorExpression>? MatchExpressions { get; init; }
}

/// <summary>One expression of a selector.</summary>
[Cel("(self.operator in ['In', 'NotIn']) == (has(self.values) && size(self.values) > 0)", "In and NotIn need values; Exists and DoesNotExist have none")]
internal sealed record SelectorExpression
{
    [Description("The label's key.")]
    [MinLength(1)]
    [MaxLength(317)]
    public required string Key { get; init; }

    [Description("How the label is compared with the values.")]
    [AllowedValues("In", "NotIn", "Exists", "DoesNotExist")]
    public required string Operator { get; init; }

    [Description("Values for In and NotIn.")]
    [MaxLength(32)]
    [Items(MaxLength = 63, Pattern = LabelPatterns.Value)]
    public IReadOnlyList<string>? Values { get; init; }
}
