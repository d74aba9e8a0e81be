using System.Globalization;

namespace InferencePlatform.Operator.Values;

/// <summary>Numbers of bytes as a spec has them, such as <c>64Mi</c>.</summary>
internal static class Size
{
    private static readonly string[] Units = ["Ki", "Mi", "Gi", "Ti"];

    /// <exception cref="FormatException">The CRD's patterns would have refused it.</exception>
    public static long Parse(string text)
    {
        var power = Array.IndexOf(Units, text.Length > 2 ? text[^2..] : text);
        return power >= 0 && long.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? checked(number << (10 * (power + 1)))
            : throw new FormatException($"'{text}' is no size; it must be a whole number with Ki, Mi, Gi or Ti, such as 64Mi.");
    }

    /// <summary>In the largest unit that divides it, which is how the API server writes it too.</summary>
    public static string Text(long bytes)
    {
        var power = 0;
        while (power < Units.Length && bytes != 0 && bytes % 1024 == 0)
        {
            bytes /= 1024;
            power++;
        }

        return bytes.ToString(CultureInfo.InvariantCulture) + (power == 0 ? "" : Units[power - 1]);
    }
}
