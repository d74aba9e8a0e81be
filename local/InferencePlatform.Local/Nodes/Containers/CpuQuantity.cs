using System.Globalization;

namespace InferencePlatform.Local.Nodes.Containers;

/// <summary>Reads amounts of CPU such as <c>500m</c> or <c>2</c>.</summary>
internal static class CpuQuantity
{
    /// <summary>Whole processors, rounded up, at least 1; null where it is no amount.</summary>
    public static int? Processors(string? quantity)
    {
        var isMilli = quantity?.EndsWith('m') == true;
        return double.TryParse(isMilli ? quantity![..^1] : quantity, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? Math.Max(1, (int)Math.Ceiling(isMilli ? amount / 1000 : amount))
            : null;
    }
}
