using System.Text.Unicode;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Rest.Infer;

/// <summary>Makes sure, before an answer begins, that JSON can carry the texts of an output.</summary>
internal static class TextOutputCheck
{
    /// <summary>Well under what the JSON writer takes as one text.</summary>
    private const int MaxTextBytes = 100_000_000;

    public static void Check(OutputTensor output)
    {
        if (output.Spec.DataType != DataType.Bytes)
        {
            return;
        }

        for (var i = 0; i < output.Count; i++)
        {
            var text = output.Text(i);
            if (text.Length > MaxTextBytes || !Utf8.IsValid(text))
            {
                throw InferenceException.Invalid($"Output '{output.Spec.Name}' has as element {i} {(text.Length > MaxTextBytes ? $"a text of {text.Length} bytes" : "bytes that are not UTF-8")}, which JSON cannot carry; ask for the output with the parameter 'binary_data': true.");
            }
        }
    }
}
