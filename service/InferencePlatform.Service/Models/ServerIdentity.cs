namespace InferencePlatform.Service.Models;

/// <summary>What the server says it is, on every wire.</summary>
internal static class ServerIdentity
{
    /// <summary>The platform of every model, as Triton spells it: clients compare it.</summary>
    public const string Platform = "onnxruntime_onnx";

    /// <summary>Extensions of the Open Inference Protocol that are served.</summary>
    public static IReadOnlyList<string> Extensions { get; } = ["binary_tensor_data", "model_repository"];
}
