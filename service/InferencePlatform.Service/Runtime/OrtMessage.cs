using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Runtime;

/// <summary>ONNX Runtime's messages without its source files and signatures.</summary>
internal static partial class OrtMessage
{
    public static string Clean(OnnxRuntimeException exception)
    {
        var text = SourceLocation().Replace(exception.Message, "");
        text = ErrorCodePrefix().Replace(text, "");
        return text.Trim().Length > 0 ? text.Trim() : exception.Message;
    }

    [GeneratedRegex(@"/\S+\.(cc|h|cpp):\d+ .*?\) ?(\[with .*?\] )?(?=\S)")]
    private static partial Regex SourceLocation();

    [GeneratedRegex(@"^\[ErrorCode:\w+\] ?")]
    private static partial Regex ErrorCodePrefix();
}
