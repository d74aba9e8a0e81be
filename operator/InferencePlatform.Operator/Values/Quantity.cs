using System.Buffers;
using System.Globalization;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Operator.Values;

/// <summary>
/// Kubernetes quantities in the form that the API server gives them: what is applied must be what is read back, or it
/// would look changed for ever. See "Canonical form" in <c>k8s.io/apimachinery/pkg/api/resource</c>.
/// </summary>
internal static class Quantity
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];
    private static readonly string[] Decimal = ["m", "", "k", "M", "G", "T", "P"];

    public static string Canonical(IntOrString quantity)
    {
        var text = quantity.ToString();
        var end = text.AsSpan().IndexOfAnyExcept(Digits);
        var unit = end < 0 ? "" : text[end..];
        var number = decimal.Parse(end < 0 ? text : text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return unit.EndsWith('i') ? CanonicalBinary(number, Array.IndexOf(Binary, unit)) : CanonicalDecimal(number, Array.IndexOf(Decimal, unit));
    }

    private static string CanonicalBinary(decimal number, int power)
    {
        for (; power > 0 && number != decimal.Truncate(number); power--)
        {
            number *= 1024;
        }

        // Below 1Ki nothing is left of the binary form.
        number = Math.Ceiling(number);
        for (; power < Binary.Length - 1 && number != 0 && number % 1024 == 0; power++)
        {
            number /= 1024;
        }

        return number == 0 ? "0" : number.ToString("0", CultureInfo.InvariantCulture) + Binary[power];
    }

    private static string CanonicalDecimal(decimal number, int power)
    {
        for (; power > 0 && number != decimal.Truncate(number); power--)
        {
            number *= 1000;
        }

        // Kubernetes knows smaller units, but no resource of a pod is finer than a thousandth.
        number = Math.Ceiling(number);
        for (; power < Decimal.Length - 1 && number != 0 && number % 1000 == 0; power++)
        {
            number /= 1000;
        }

        return number == 0 ? "0" : number.ToString("0", CultureInfo.InvariantCulture) + Decimal[power];
    }
}
