using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>How a model is warmed up.</summary>
internal sealed record WarmupSpec
{
    [Description("ConfigMap in this namespace with a JSON file of requests, which must all run.")]
    public ConfigMapKey? Samples { get; init; }

    [Description("What warming up may take. By default 1m.")]
    [MaxLength(16)]
    [RegularExpression(DurationPatterns.UpToDay)]
    [Cel(DurationPatterns.NotZero, DurationPatterns.NotZeroMessage)]
    public string? Timeout { get; init; }
}
