using System.Buffers.Binary;
using System.Text.Json;
using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>Writes texts as BYTES tensors hold them: each its length in four bytes, and then its bytes in UTF-8.</summary>
internal unsafe struct TextSink(NativeBytes target, string input) : IElementSink
{
    public long Count { get; private set; }

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that the texts of an array of this many bytes of JSON can take.</summary>
    /// <remarks>An empty text, <c>"",</c>, is three bytes of JSON and becomes four; any other grows by less.</remarks>
    public static long MaxLength(long jsonLength) => jsonLength + (jsonLength / 3) + 1;

    public void Add(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw InferenceException.Invalid($"Input '{input}' has as element {Count} {JsonSyntax.Describe(ref reader)}; BYTES takes texts.");
        }

        var rest = target.Span[Length..];
        var length = JsonText.Copy(ref reader, rest[BytesTensor.LengthSize..]);
        BinaryPrimitives.WriteInt32LittleEndian(rest, length);
        Length += BytesTensor.LengthSize + length;
        Count++;
    }
}
