using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace InferencePlatform.Service.Rest.Json;

internal readonly struct IntegerElement<T> : IJsonElement<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static string Expected => $"whole numbers from {T.MinValue} to {T.MaxValue} are taken, without a fraction or an exponent";

    public static bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number
            && T.TryParse(reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }
}
