using System.Text.RegularExpressions;

namespace InferencePlatform.Service.Runtime;

/// <summary>ONNX Runtime's messages, on one line and without its source files and signatures.</summary>
internal static partial class OrtMessage
{
    public static string Clean(Exception exception)
    {
        var text = ErrorCodePrefix().Replace(exception.Message, "");
        text = SourceLocation().Replace(text, " ");
        text = Spaces().Replace(text, " ").Trim();
        return text.Length > 0 ? text : exception.Message;
    }

    // A file and a line, then a function: its whole signature, whose brackets may nest, or only its name.
    [GeneratedRegex(@"\s?[\w./-]*\b\w+\.(?:cc|cpp|cxx|h|hpp|cu):\d+ (?:[^()\n]*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)(?: const)?(?:::<lambda\([^)]*\)>)?(?: \[with [^\]]*\])?|[\w:~]+)(?= |$)")]
    private static partial Regex SourceLocation();

    [GeneratedRegex(@"^\[ErrorCode:\w+\] ?")]
    private static partial Regex ErrorCodePrefix();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
