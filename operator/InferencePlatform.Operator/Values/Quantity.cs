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
        var (number, unit) = Parse(quantity);
        return unit.EndsWith('i') ? CanonicalBinary(number, Array.IndexOf(Binary, unit)) : CanonicalDecimal(number, Array.IndexOf(Decimal, unit));
    }

    /// <summary>Less than 0, 0 or more than 0, as the first is less than, equal to or more than the second.</summary>
    public static int Compare(IntOrString first, IntOrString second) => Value(first).CompareTo(Value(second));

    /// <summary>Near enough to compare: amounts have few digits, and a double holds the largest unit of the most digits.</summary>
    private static double Value(IntOrString quantity)
    {
        var (number, unit) = Parse(quantity);
        return (double)number * (unit.EndsWith('i') ? Math.Pow(1024, Array.IndexOf(Binary, unit)) : Math.Pow(1000, Array.IndexOf(Decimal, unit) - 1));
    }

    private static (decimal Number, string Unit) Parse(IntOrString quantity)
    {
        var text = quantity.ToString();
        var end = text.AsSpan().IndexOfAnyExcept(Digits);
        return (decimal.Parse(end < 0 ? text : text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), end < 0 ? "" : text[end..]);
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
