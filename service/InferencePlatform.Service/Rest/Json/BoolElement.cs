using System.Text.Json;

namespace InferencePlatform.Service.Rest.Json;

internal readonly struct BoolElement : IJsonElement<byte>
{
    public static string Expected => "BOOL takes true or false";

    public static bool TryRead(ref Utf8JsonReader reader, out byte value)
    {
        value = reader.TokenType == JsonTokenType.True ? (byte)1 : (byte)0;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
    }
}
