using System.Globalization;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Hosting.Logging;

/// <summary>One thing that was logged, ready to be written.</summary>
internal readonly record struct LogRecord(
    DateTimeOffset Time,
    LogLevel Level,
    string Category,
    string Event,
    string Message,
    IReadOnlyList<KeyValuePair<string, string>> Values,
    Exception? Exception,
    string? TraceId)
{
    private const string TemplateKey = "{OriginalFormat}";

    /// <summary>The named values of a message, as text, without the message's own template.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ValuesOf(object? state) =>
        state is IReadOnlyList<KeyValuePair<string, object?>> pairs
            ? [.. pairs.Where(p => p.Key != TemplateKey).Select(p => KeyValuePair.Create(p.Key, Text(p.Value)))]
            : [];

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
