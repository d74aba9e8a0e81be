using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>Each number is rounded once, to the nearest; one beyond the largest is refused rather than made infinite.</summary>
internal readonly struct FloatElement<T> : IJsonElement<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    public static string Expected => string.Create(
        CultureInfo.InvariantCulture, $"numbers from {T.MinValue} to {T.MaxValue} are taken, and the texts {JsonFloatNames.All}");

    public static bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return T.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);
        }

        var known = JsonFloatNames.TryRead(ref reader, out var special);
        value = T.CreateTruncating(special);
        return known;
    }
}
