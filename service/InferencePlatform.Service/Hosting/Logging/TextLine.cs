using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Hosting.Logging;

/// <summary>
/// A record as one line for people: time, level, event, message, then as key=value what the message does not say. Line
/// breaks inside it are written as \n, so that a line is always a record.
/// </summary>
internal static class TextLine
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(" \"=\r\n\t");

    public static string Create(in LogRecord record)
    {
        var line = new StringBuilder();
        line.Append(record.Time.ToString("yyyy-MM-ddTHH:mm:ss.fffK", CultureInfo.InvariantCulture))
            .Append(' ').Append(Name(record.Level)).Append(' ').Append(record.Event.Length > 0 ? record.Event : record.Category)
            .Append(": ").Append(OneLine(record.Message));
        foreach (var (key, value) in record.Values)
        {
            // What the message has already is not said twice.
            if (!record.Message.Contains(value, StringComparison.Ordinal))
            {
                Append(line, key, value);
            }
        }

        if (record.TraceId is { } trace)
        {
            Append(line, "trace_id", trace);
        }

        if (record.Exception is { } exception)
        {
            Append(line, "exception", exception.ToString());
        }

        return line.Append('\n').ToString();
    }

    private static void Append(StringBuilder line, string key, string value)
    {
        line.Append(' ').Append(key).Append('=');
        if (value.Length > 0 && value.AsSpan().IndexOfAny(NeedQuotes) < 0)
        {
            line.Append(value);
        }
        else
        {
            line.Append('"').Append(OneLine(value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))).Append('"');
        }
    }

    private static string OneLine(string text) =>
        text.Replace("\r", @"\r", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO ",
        LogLevel.Warning => "WARN ",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };
}
