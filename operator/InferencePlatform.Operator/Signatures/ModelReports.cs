using InferencePlatform.Operator.Api.V1Alpha1;

namespace InferencePlatform.Operator.Signatures;

/// <summary>A pod's answer as the status has it.</summary>
internal static class ModelReports
{
    /// <summary>More tensors than this, or longer names, are not worth their place in every list of models.</summary>
    public const int MaxTensors = 64;

    private const int MaxDimensions = 64;
    private const int MaxName = 512;

    /// <returns>Null where the answer has no such model that serves.</returns>
    public static ModelReportStatus? Of(ServedModels served, string name, string templateHash) =>
        served.Models.FirstOrDefault(m => m.Name == name && m.Sha256 is not null) is { } model
            ? new ModelReportStatus
            {
                TemplateHash = templateHash,
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
        Name = t.Name.Length <= MaxName ? t.Name : t.Name[..MaxName],
        Datatype = t.Datatype,
        Shape = [.. t.Shape.Take(MaxDimensions)],
    })];
}
