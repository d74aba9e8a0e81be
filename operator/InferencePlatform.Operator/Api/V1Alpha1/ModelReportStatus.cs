using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>A model as its server reports it.</summary>
internal sealed record ModelReportStatus
{
    [Description("The pod template that this was read of: one reading for each.")]
    [MaxLength(64)]
    public required string TemplateHash { get; init; }

    [Description("The restart that this was read after, as kubectl rollout restart writes it on the pods: one reading for each, as the source may have changed.")]
    [MaxLength(64)]
    public string? RestartedAt { get; init; }

    [Description("The name that it is served under.")]
    [MaxLength(253)]
    public required string Name { get; init; }

    [Description("The version that it is served as.")]
    [Range(0L, 999_999_999_999_999L)]
    public required long Version { get; init; }

    [Description("The SHA-256 of the ONNX file that serves, 64 hex digits.")]
    [MaxLength(64)]
    public string? Sha256 { get; init; }

    [Description("Bytes of the model.")]
    [Range(0L, 999_999_999_999_999L)]
    public long? SizeBytes { get; init; }

    [Description("What it takes.")]
    [MaxLength(64)]
    public IReadOnlyList<TensorStatus>? Inputs { get; init; }

    [Description("What it gives.")]
    [MaxLength(64)]
    public IReadOnlyList<TensorStatus>? Outputs { get; init; }
}
