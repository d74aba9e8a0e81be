using System.Numerics;
using System.Runtime.InteropServices;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Simple;

/// <summary>The numeric outputs of a run as doubles: one output after another, in the model's order, text left out.</summary>
internal static class SimpleOutput
{
    /// <summary>Numbers in all numeric outputs.</summary>
    public static int Count(InferenceResult result)
    {
        var count = 0;
        foreach (ref readonly var output in result.Outputs)
        {
            count += output.DataType == DataType.Bytes ? 0 : output.Count;
        }

        return count;
    }

    /// <summary>Rows, maybe none, where all numeric outputs have the same first dimension; else 1.</summary>
    public static int CountRows(InferenceResult result)
    {
        long? rows = null;
        foreach (ref readonly var output in result.Outputs)
        {
            if (output.DataType != DataType.Bytes)
            {
                var shape = output.Shape;
                var first = shape.Length > 0 ? shape[0] : 1;
                rows = rows is null || rows == first ? first : 1;
            }
        }

        return (int)(rows ?? 1);
    }

    /// <summary>Converts a piece of a numeric output.</summary>
    /// <param name="output">The output.</param>
    /// <param name="start">Its first element wanted.</param>
    /// <param name="target">Takes as many numbers as it has room for; the output has them.</param>
    public static void Read(in OutputTensor output, int start, Span<double> target)
    {
        var type = output.DataType;
        var piece = output.Data.Slice(start * type.Size(), target.Length * type.Size());
        switch (type)
        {
            case DataType.Fp64:
                Copy<double>(piece, target);
                break;
            case DataType.Fp32:
                Copy<float>(piece, target);
                break;
            case DataType.Fp16:
                Copy<Half>(piece, target);
                break;
            case DataType.Bf16:
                CopyBf16(piece, target);
                break;
            case DataType.Int64:
                Copy<long>(piece, target);
                break;
            case DataType.Int32:
                Copy<int>(piece, target);
                break;
            case DataType.Int16:
                Copy<short>(piece, target);
                break;
            case DataType.Int8:
                Copy<sbyte>(piece, target);
                break;
            case DataType.Uint64:
                Copy<ulong>(piece, target);
                break;
            case DataType.Uint32:
                Copy<uint>(piece, target);
                break;
            case DataType.Uint16:
                Copy<ushort>(piece, target);
                break;
            case DataType.Uint8 or DataType.Bool:
                Copy<byte>(piece, target);
                break;
        }
    }

    private static void Copy<T>(ReadOnlySpan<byte> bytes, Span<double> target)
        where T : unmanaged, INumberBase<T>
    {
        var source = MemoryMarshal.Cast<byte, T>(bytes);
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = double.CreateTruncating(source[i]);
        }
    }

    private static void CopyBf16(ReadOnlySpan<byte> bytes, Span<double> target)
    {
        // BF16 is the upper half of an FP32.
        var source = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = BitConverter.Int32BitsToSingle(source[i] << 16);
        }
    }
}
