using System.Text;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Nodes.Logs;

namespace InferencePlatform.Local.Nodes.Containers;

/// <summary>What a container left to say when it ended.</summary>
internal static class TerminationMessage
{
    public const int MaxBytes = 4096;
    public const int MaxLogBytes = 2048;
    public const int MaxLogLines = 80;

    public static string? Read(Container container, string file, string log, int exitCode)
    {
        var message = ReadFile(file);
        return message.Length == 0 && exitCode != 0 && container.TerminationMessagePolicy == "FallbackToLogsOnError"
            ? LogEnd(log)
            : message.Length == 0 ? null : message;
    }

    private static string ReadFile(string file)
    {
        if (!File.Exists(file))
        {
            return "";
        }

        using var stream = File.OpenRead(file);
        var bytes = new byte[MaxBytes];
        return Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, MaxBytes, throwOnEndOfStream: false));
    }

    private static string? LogEnd(string log)
    {
        var text = string.Concat(LogReader.Tail(log, MaxLogLines).Select(e => e.IsWhole ? e.Text + "\n" : e.Text));
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length == 0 ? null : Encoding.UTF8.GetString(bytes[Math.Max(0, bytes.Length - MaxLogBytes)..]);
    }
}
