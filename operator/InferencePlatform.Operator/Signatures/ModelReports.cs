using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Status;

namespace InferencePlatform.Operator.Signatures;

/// <summary>A pod's answer as the status has it.</summary>
internal static class ModelReports
{
    /// <summary>More tensors than this, or longer names, are not worth their place in every list of models.</summary>
    public const int MaxTensors = 64;

    private const int MaxDimensions = 64;
    private const int MaxName = 512;
    private const int MaxDatatype = 16;
    private const int Sha256Digits = 64;

    /// <returns>Null where the answer has no such model that serves.</returns>
    public static ModelReportStatus? Of(ServedModels served, string name, PodOrigin origin) =>
        served.Models.FirstOrDefault(m => m.Name == name && m.Sha256 is { Length: Sha256Digits }) is { } model
            ? new ModelReportStatus
            {
                TemplateHash = origin.TemplateHash!,
                RestartedAt = origin.RestartedAt,
                Name = model.Name,
                Version = model.Version,
                Sha256 = model.Sha256,
                SizeBytes = model.SizeBytes,
                Inputs = TensorsOf(model.Inputs),
                Outputs = TensorsOf(model.Outputs),
            }
            : null;

    private static List<TensorStatus> TensorsOf(IReadOnlyList<ServedTensor>? tensors) => [.. (tensors ?? []).Take(MaxTensors).Select(t => new TensorStatus
    {
        Name = StatusText.Cut(t.Name, MaxName),
        Datatype = StatusText.Cut(t.Datatype, MaxDatatype),
        Shape = [.. t.Shape.Take(MaxDimensions)],
    })];
}
