using System.Buffers;
using System.Globalization;

namespace InferencePlatform.Service.Configuration;

/// <summary>A time with its unit: <c>250ms</c>, <c>5s</c>, <c>1m30s</c>; <c>infinite</c> where that is allowed.</summary>
internal sealed class DurationFormat(TimeSpan min, TimeSpan max, bool infinite = false)
    : ValueFormat<TimeSpan>("time", $"a time such as 250ms, 5s or 10m, from {Text(min)} to {Text(max)}{(infinite ? $", or {Infinite}" : "")}")
{
    private const string Infinite = "infinite";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, TimeSpan Length)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1))];

    public override bool TryParse(string text, out TimeSpan value)
    {
        if (infinite && text == Infinite)
        {
            value = Timeout.InfiniteTimeSpan;
            return true;
        }

        return TryParseFinite(text, out value) && value >= min && value <= max;
    }

    public override string Format(TimeSpan value) => value == Timeout.InfiniteTimeSpan ? Infinite : Text(value);

    private static bool TryParseFinite(ReadOnlySpan<char> rest, out TimeSpan sum)
    {
        sum = TimeSpan.Zero;
        if (rest is "0")
        {
            return true;
        }

        var any = false;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(Digits);
            var unit = letters < 0 ? rest : rest[..letters];
            if (Find(unit) is not { } length || number * length.TotalDays > 100_000)
            {
                return false;
            }

            sum += number * length;
            rest = rest[unit.Length..];
            any = true;
        }

        return any;
    }

    private static TimeSpan? Find(ReadOnlySpan<char> unit)
    {
        foreach (var (name, length) in Units)
        {
            if (unit.SequenceEqual(name))
            {
                return length;
            }
        }

        return null;
    }

    /// <summary>In the largest unit that divides it.</summary>
    private static string Text(TimeSpan time)
    {
        if (time == TimeSpan.Zero)
        {
            return "0s";
        }

        var (unit, length) = Units.LastOrDefault(u => time.Ticks % u.Length.Ticks == 0, Units[0]);
        return (time / length).ToString("0.####", CultureInfo.InvariantCulture) + unit;
    }
}
