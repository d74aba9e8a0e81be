using System.Buffers.Binary;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Inference;

/// <summary>Text tensors: each element travels as its length in four bytes, little-endian, and then its bytes.</summary>
internal static class BytesTensor
{
    public const int LengthSize = 4;

    /// <summary>What ONNX Runtime keeps for an element beside its bytes: a <c>std::string</c>.</summary>
    private const int ElementOverhead = 32;

    public static TensorValue Create(string name, InputTensor input, long elements, InferenceRequest request)
    {
        CheckLengths(name, input.Data.Span, elements);
        request.Count((elements * ElementOverhead) + input.Data.Length);
        var value = TensorValue.OfTexts(input.Shape);
        try
        {
            Fill(value, input.Data.Span, elements);
        }
        catch
        {
            value.Dispose();
            throw;
        }

        return value;
    }

    private static void Fill(TensorValue value, ReadOnlySpan<byte> rest, long elements)
    {
        for (var i = 0; i < elements; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            value.SetText(i, rest.Slice(LengthSize, length));
            rest = rest[(LengthSize + length)..];
        }
    }

    private static void CheckLengths(string name, ReadOnlySpan<byte> rest, long elements)
    {
        long found = 0;
        while (!rest.IsEmpty)
        {
            if (rest.Length < LengthSize || BinaryPrimitives.ReadUInt32LittleEndian(rest) > rest.Length - LengthSize)
            {
                throw InferenceException.Invalid($"Input '{name}' of BYTES is cut off in element {found}: each element is its length in {LengthSize} bytes, little-endian, and then its bytes.");
            }

            rest = rest[(LengthSize + BinaryPrimitives.ReadInt32LittleEndian(rest))..];
            found++;
        }

        if (found != elements)
        {
            throw InferenceException.Invalid($"Input '{name}' of BYTES has {found} elements and its shape asks for {elements}.");
        }
    }
}
