using System.Globalization;
using System.Numerics;

namespace InferencePlatform.Service.Configuration;

/// <summary>A whole number within bounds.</summary>
internal sealed class NumberFormat<T>(string placeholder, T min, T max)
    : ValueFormat<T>(placeholder, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"))
    where T : struct, IBinaryInteger<T>
{
    public override bool TryParse(string text, out T value) =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max;

    public override string Format(T value) => value.ToString(null, CultureInfo.InvariantCulture);
}
