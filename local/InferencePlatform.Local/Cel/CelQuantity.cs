using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace InferencePlatform.Local.Cel;

/// <summary>An amount of a resource, such as 500m or 2Gi, of Kubernetes' own CEL library.</summary>
/// <param name="Value">In billionths, which is as fine as Kubernetes counts.</param>
internal sealed partial record CelQuantity(BigInteger Value)
{
    private static readonly string[] Binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    /// <exception cref="CelException">It is no quantity.</exception>
    public static CelQuantity Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } parts)
        {
            throw new CelException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }

        var (fraction, unit) = (parts.Groups["fraction"].Value, parts.Groups["unit"].Value);
        var digits = BigInteger.Parse(parts.Groups["sign"].Value + parts.Groups["whole"].Value + fraction, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var scale = Array.IndexOf(Binary, unit) is >= 0 and var power
            ? BigInteger.Pow(1024, power + 1) * BigInteger.Pow(1000, Array.IndexOf(Decimal, ""))
            : BigInteger.Pow(1000, Array.IndexOf(Decimal, unit));
        return new CelQuantity(digits * scale / BigInteger.Pow(10, fraction.Length));
    }

    [GeneratedRegex("^(?<sign>[+-]?)(?<whole>[0-9]+)([.](?<fraction>[0-9]*))?(?<unit>[KMGTPE]i|[numkMGTPE]?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
