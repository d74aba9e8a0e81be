using System.Globalization;

namespace InferencePlatform.Local.Nodes.Logs;

/// <summary>One line of a container's output, in the form that container runtimes keep on disk: <c>time stream F text</c>.</summary>
/// <param name="Time">When it was read.</param>
/// <param name="IsWhole">False for a piece of a line that goes on in the next entry.</param>
/// <param name="Text">The line without its end.</param>
internal readonly record struct LogEntry(DateTimeOffset Time, bool IsWhole, string Text)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public string Stamp => Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public string ToLine(string stream) => $"{Stamp} {stream} {(IsWhole ? 'F' : 'P')} {Text}\n";

    public static LogEntry? Parse(string line) =>
        line.Split(' ', 4) is [var time, _, var flag, var text]
        && DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            ? new(parsed, flag == "F", text)
            : null;
}
