using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Runtime;

/// <summary>What to do about a model that ONNX Runtime will not load, told from its words.</summary>
internal static partial class LoadFailure
{
    private static readonly (string Words, string Advice)[] Table =
    [
        ("Protobuf parsing failed", "The file is damaged, cut off or no ONNX model; replace it by a whole one."),
        ("does not have a graph", "The file is no ONNX model; replace it by a whole one."),
        ("is not a registered function/op", "The model uses an operator that ONNX Runtime does not have; export it with standard ONNX operators only."),
        ("is under development", "The model is of a newer opset than this server knows; export it with an older one."),
        ("Unsupported model IR version", "The model is of a newer ONNX format than this server knows; save it with an older IR version."),
        ("External data path does not exist", "The model keeps its weights in a file of their own; copy that too, beside the model file."),
        ("External data path escapes", "The model's weights must lie in the model file's folder; save it with its external data beside it."),
        ("are out of bounds or can not be read in full", "The file with the model's weights is shorter than the model says; replace it by a whole one."),
        ("bad_alloc", "There is not enough memory for the model; give the server more, or serve fewer models with it."),
        ("bad allocation", "There is not enough memory for the model; give the server more, or serve fewer models with it."),
    ];

    public static ModelLoadException Explain(string path, OnnxRuntimeException exception)
    {
        var text = LoadPrefix().Replace(OrtMessage.Clean(exception), "").Trim();
        if (text.Contains("Unregistered TensorElementType", StringComparison.Ordinal))
        {
            return new ModelLoadException($"{path} has an input or output whose element type, such as an 8-bit float or a 4-bit integer, cannot be carried; cast it inside the model to one of {DataTypes.AllNames}.", exception);
        }

        var advice = Table.FirstOrDefault(row => text.Contains(row.Words, StringComparison.OrdinalIgnoreCase)).Advice;
        return new ModelLoadException($"ONNX Runtime cannot load {path}: {text.TrimEnd('.')}.{(advice is null ? "" : " " + advice)}", exception);
    }

    [GeneratedRegex("^Load model from .*? failed: ?(Fatal error: )?")]
    private static partial Regex LoadPrefix();
}
