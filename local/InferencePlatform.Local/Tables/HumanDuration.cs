using System.Globalization;
using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;

namespace InferencePlatform.Local.Tables;

/// <summary>Ages in the short form of <c>kubectl get</c>.</summary>
internal static class HumanDuration
{
    public static string Since(JsonNode? timestamp, DateTimeOffset now) =>
        DateTimeOffset.TryParse(timestamp.Text(), CultureInfo.InvariantCulture, out var then) ? Of(now - then) : "<unknown>";

    public static string Of(TimeSpan age)
    {
        var seconds = (long)age.TotalSeconds;
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return seconds < -1 ? "<invalid>"
            : seconds < 0 ? "0s"
            : seconds < 120 ? Text(seconds, "s")
            : minutes < 10 ? Text(minutes, "m", seconds % 60, "s")
            : minutes < 180 ? Text(minutes, "m")
            : hours < 8 ? Text(hours, "h", minutes % 60, "m")
            : hours < 48 ? Text(hours, "h")
            : hours < 192 ? Text(days, "d", hours % 24, "h")
            : days < 365 * 2 ? Text(days, "d")
            : days < 365 * 8 ? Text(days / 365, "y", days % 365, "d")
            : Text(days / 365, "y");
    }

    private static string Text(long large, string unit, long small = 0, string smallUnit = "") =>
        small == 0 ? string.Create(CultureInfo.InvariantCulture, $"{large}{unit}") : string.Create(CultureInfo.InvariantCulture, $"{large}{unit}{small}{smallUnit}");
}
