using System.Buffers.Binary;
using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Inference;

/// <summary>Text tensors: each element travels as its length in four bytes, little-endian, and then its bytes.</summary>
internal static class BytesTensor
{
    public const int LengthSize = 4;

    /// <summary>What ONNX Runtime keeps for an element beside its bytes: a <c>std::string</c>.</summary>
    private const int ElementOverhead = 32;

    public static OrtValue Create(string name, InputTensor input, long elements, InferenceRequest request)
    {
        CheckLengths(name, input.Data.Span, elements);
        request.Count((elements * ElementOverhead) + input.Data.Length);
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, input.Shape);
        var rest = input.Data.Span;
        for (var i = 0; i < elements; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            value.StringTensorSetElementAt((ReadOnlySpan<byte>)rest.Slice(LengthSize, length), i);
            rest = rest[(LengthSize + length)..];
        }

        return value;
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
