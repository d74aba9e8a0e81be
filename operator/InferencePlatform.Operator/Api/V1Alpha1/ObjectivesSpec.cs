using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>What the model is expected to keep to. Nothing here changes how it is served.</summary>
internal sealed record ObjectivesSpec
{
    [Description("Time within which 99 of 100 requests should be answered, such as 50ms. The operator exports it, and an alert fires where requests take longer.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.UpToDay)]
    [Cel(DurationPatterns.NotZero, DurationPatterns.NotZeroMessage)]
    public string? Latency { get; init; }
}
