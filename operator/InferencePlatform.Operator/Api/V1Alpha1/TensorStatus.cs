using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace InferencePlatform.Operator.Api.V1Alpha1;

/// <summary>An input or output of a model.</summary>
internal sealed record TensorStatus
{
    [Description("Its name in the model.")]
    [MaxLength(512)]
    public required string Name { get; init; }

    [Description("Its datatype as the Open Inference Protocol writes it, such as FP32.")]
    [MaxLength(16)]
    public required string Datatype { get; init; }

    [Description("Its dimensions; -1 is any length.")]
    [MaxLength(64)]
    public required IReadOnlyList<long> Shape { get; init; }
}
