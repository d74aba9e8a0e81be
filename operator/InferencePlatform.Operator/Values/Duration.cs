using System.Globalization;

namespace InferencePlatform.Operator.Values;

/// <summary>Times as a spec has them, such as <c>250ms</c>, <c>5s</c>, <c>10m</c> and <c>1h</c>.</summary>
internal static class Duration
{
    /// <exception cref="FormatException">The CRD's patterns would have refused it.</exception>
    public static TimeSpan Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0)
        {
            throw Unreadable(text);
        }

        var number = long.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        return text.AsSpan(digits) switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => throw Unreadable(text),
        };
    }

    public static TimeSpan Parse(string? text, TimeSpan otherwise) => text is null ? otherwise : Parse(text);

    /// <summary>Whole seconds, rounded up: a grace must not end early.</summary>
    public static int CeilingSeconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private static FormatException Unreadable(string text) => new($"'{text}' is no time; it must be a number with ms, s, m or h, such as 30s.");
}
