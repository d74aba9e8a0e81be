using System.Text.Json;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>BF16 is the upper half of an FP32, rounded to the nearest, ties to even.</summary>
internal readonly struct Bf16Element : IJsonElement<ushort>
{
    private const ushort QuietNan = 0x7fc0;
    private const ushort ExponentMask = 0x7f80;

    public static string Expected => $"numbers of BF16's range, about 3.39E+38 either way, are taken, and the texts {JsonFloatNames.All}";

    public static bool TryRead(ref Utf8JsonReader reader, out ushort value)
    {
        value = 0;
        if (!FloatElement<float>.TryRead(ref reader, out var number))
        {
            return false;
        }

        value = Round(number);
        return !float.IsFinite(number) || (value & ExponentMask) != ExponentMask;
    }

    private static ushort Round(float number)
    {
        if (float.IsNaN(number))
        {
            return QuietNan;
        }

        var bits = BitConverter.SingleToUInt32Bits(number);
        return (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
