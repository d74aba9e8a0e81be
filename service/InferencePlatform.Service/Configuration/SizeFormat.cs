using System.Globalization;
using System.Numerics;

namespace InferencePlatform.Service.Configuration;

/// <summary>A number of bytes, with or without a unit: <c>64MiB</c>, <c>64Mi</c>, <c>64MB</c>, <c>65536</c>.</summary>
internal sealed class SizeFormat<T>(T min, T max)
    : ValueFormat<T>("size", $"a size such as 64MiB, from {Text(long.CreateChecked(min))} to {Text(long.CreateChecked(max))}")
    where T : struct, IBinaryInteger<T>
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("Ti", 1L << 40), ("Gi", 1L << 30), ("Mi", 1L << 20), ("Ki", 1L << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("kB", 1_000), ("B", 1),
    ];

    public override bool TryParse(string text, out T value)
    {
        value = default;
        var unit = Units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal), ("", 1));
        if (!decimal.TryParse(text.AsSpan(0, text.Length - unit.Item1.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue / unit.Item2)
        {
            return false;
        }

        var bytes = number * unit.Item2;
        if (bytes != decimal.Truncate(bytes) || bytes < decimal.CreateChecked(min) || bytes > decimal.CreateChecked(max))
        {
            return false;
        }

        value = T.CreateChecked(bytes);
        return true;
    }

    public override string Format(T value) => Text(long.CreateChecked(value));

    private static string Text(long bytes)
    {
        var (unit, size) = Units.Take(4).FirstOrDefault(u => bytes != 0 && bytes % u.Bytes == 0, ("", 1));
        return (bytes / size).ToString(CultureInfo.InvariantCulture) + unit;
    }
}
