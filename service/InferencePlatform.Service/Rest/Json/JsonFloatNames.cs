using System.Text.Json;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>The numbers that JSON has no way to write, as texts.</summary>
internal static class JsonFloatNames
{
    public const string All = "\"NaN\", \"Infinity\" and \"-Infinity\"";

    public static bool TryRead(ref Utf8JsonReader reader, out double value)
    {
        value = double.NaN;
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        var text = reader.ValueSpan;
        if (text.SequenceEqual("Infinity"u8) || text.SequenceEqual("-Infinity"u8))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        return text.SequenceEqual("NaN"u8);
    }

    public static ReadOnlySpan<byte> Of(double value) =>
        double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
}
