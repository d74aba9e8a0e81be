using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>Limits of fetching a model.</summary>
internal sealed record DownloadSpec
{
    [Description("Bytes of the model at most, with all its files, such as 500Mi. By default 2Gi. The pod's node must have that much disk.")]
    [MaxLength(16)]
    [RegularExpression(SizePatterns.UpToTebibyte)]
    public string? MaxSize { get; init; }

    [Description("What all of it may take, such as 30m, which is the default.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.UpToDay)]
    [Cel(DurationPatterns.NotZero, DurationPatterns.NotZeroMessage)]
    public string? Timeout { get; init; }

    [Description("Silence after which a connection is given up and another tried, such as 30s, which is the default.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.UpToDay)]
    [Cel(DurationPatterns.NotZero, DurationPatterns.NotZeroMessage)]
    public string? StallTimeout { get; init; }

    [Description("Attempts in a row that may bring nothing more before the pod starts anew. By default 5.")]
    [Range(1, 1000)]
    public int? Attempts { get; init; }
}
