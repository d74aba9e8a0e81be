using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Runtime;

/// <summary>Reads a loaded model's inputs and outputs, refusing what cannot be carried by tensors.</summary>
internal static class SignatureReader
{
    public static ModelSignature Read(InferenceSession session) => new(
        [.. session.InputNames.Select(name => ReadSpec("input", name, session.InputMetadata[name]))],
        [.. session.OutputNames.Select(name => ReadSpec("output", name, session.OutputMetadata[name]))]);

    private static TensorSpec ReadSpec(string role, string name, NodeMetadata metadata)
    {
        if (metadata.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR)
        {
            var advice = role == "output" && metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_SEQUENCE
                ? "scikit-learn's converter makes such an output by default: convert again with options={'zipmap': False} (zipmap=False), so that probabilities come as a plain tensor"
                : "export the model so that all inputs and outputs are plain tensors";
            throw new ModelLoadException($"The model's {role} '{name}' is {Describe(metadata.OnnxValueType)}, not a tensor; {advice}.");
        }

        if (!DataTypes.TryFrom(metadata.ElementDataType, out var type))
        {
            throw new ModelLoadException($"The model's {role} '{name}' has the element type {metadata.ElementDataType}, which the Open Inference Protocol cannot carry; cast it inside the model to one of {DataTypes.AllNames}.");
        }

        return new TensorSpec(name, type, [.. metadata.Dimensions.Select(d => (long)d)]);
    }

    private static string Describe(OnnxValueType type) => type switch
    {
        OnnxValueType.ONNX_TYPE_SEQUENCE => "a sequence",
        OnnxValueType.ONNX_TYPE_MAP => "a map",
        OnnxValueType.ONNX_TYPE_SPARSETENSOR => "a sparse tensor",
        OnnxValueType.ONNX_TYPE_OPTIONAL => "an optional value",
        _ => "a value of an unknown kind",
    };
}
