using InferencePlatform.Grpc.Server;
using System.Numerics;
using System.Runtime.InteropServices;
using InferencePlatform.Service.Grpc.Wire;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Grpc;

/// <summary>An output's elements as raw or typed contents.</summary>
internal static class InferContentsWriter
{
    public static int RawSize(in OutputTensor output)
    {
        if (output.DataType != DataType.Bytes)
        {
            return output.Data.Length;
        }

        var size = 0;
        for (var i = 0; i < output.Count; i++)
        {
            size = checked(size + BytesTensor.LengthSize + output.Text(i).Length);
        }

        return size;
    }

    public static void WriteRawText(MessageOutput target, in OutputTensor output)
    {
        for (var i = 0; i < output.Count; i++)
        {
            var text = output.Text(i);
            WireWriter.WriteInt32LittleEndian(target, text.Length);
            target.Write(text);
        }
    }

    /// <summary>Bytes of an InferTensorContents with these elements.</summary>
    public static int TypedSize(in OutputTensor output)
    {
        if (output.DataType != DataType.Bytes)
        {
            return output.Count == 0 ? 0 : WireWriter.FieldSize(PackedSize(output));
        }

        var size = 0;
        for (var i = 0; i < output.Count; i++)
        {
            size = checked(size + WireWriter.FieldSize(output.Text(i).Length));
        }

        return size;
    }

    public static void WriteTyped(MessageOutput target, in OutputTensor output)
    {
        var field = InferContentsField.Of(output.DataType);
        if (output.DataType == DataType.Bytes)
        {
            for (var i = 0; i < output.Count; i++)
            {
                WireWriter.WriteField(target, field, output.Text(i));
            }

            return;
        }

        if (output.Count == 0)
        {
            return;
        }

        WireWriter.WriteHeader(target, field, PackedSize(output));
        switch (output.DataType)
        {
            case DataType.Fp32 or DataType.Fp64 or DataType.Bool:
                target.Write(output.Data);
                break;
            default:
                for (var i = 0; i < output.Count; i++)
                {
                    WireWriter.WriteVarint(target, Varint(output, i));
                }

                break;
        }
    }

    private static int PackedSize(in OutputTensor output)
    {
        if (output.DataType is DataType.Fp32 or DataType.Fp64 or DataType.Bool)
        {
            return output.Data.Length;
        }

        var size = 0;
        for (var i = 0; i < output.Count; i++)
        {
            size = checked(size + WireWriter.VarintSize(Varint(output, i)));
        }

        return size;
    }

    private static ulong Varint(in OutputTensor output, int index) => output.DataType switch
    {
        DataType.Int8 => Element<sbyte>(output, index),
        DataType.Int16 => Element<short>(output, index),
        DataType.Int32 => Element<int>(output, index),
        DataType.Int64 => Element<long>(output, index),
        DataType.Uint8 => Element<byte>(output, index),
        DataType.Uint16 => Element<ushort>(output, index),
        DataType.Uint32 => Element<uint>(output, index),
        _ => Element<ulong>(output, index),
    };

    /// <summary>Protobuf sign-extends negative numbers to 64 bits.</summary>
    private static ulong Element<T>(in OutputTensor output, int index)
        where T : unmanaged, IBinaryInteger<T> =>
        ulong.CreateTruncating(long.CreateTruncating(MemoryMarshal.Cast<byte, T>(output.Data)[index]));
}
