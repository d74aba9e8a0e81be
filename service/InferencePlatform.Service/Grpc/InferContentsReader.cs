using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using InferencePlatform.Service.Grpc.Wire;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Runtime;

namespace InferencePlatform.Service.Grpc;

/// <summary>Typed contents as the bytes of a tensor.</summary>
internal static unsafe class InferContentsReader
{
    /// <summary>The elements, row-major and little-endian: where they lie if they can stay there, else a copy.</summary>
    public static NativeBytes Read(InputTensor input, NativeBytes contents, InferenceRequest request)
    {
        var field = InferContentsField.Of(input.DataType);
        if (field == 0 && contents.Length > 0)
        {
            throw InferenceException.Invalid($"Input '{input.Name}' is {input.DataType.Name()}, which has no typed contents; send it in raw_input_contents.");
        }

        var (packed, single, elements, textBytes) = Measure(input, contents.Span, field);
        if (packed == 1 && single == 0 && input.DataType is DataType.Fp32 or DataType.Fp64)
        {
            var numbers = FindPacked(contents.Span, field);
            return new NativeBytes(contents.Pointer + numbers.Start, numbers.Bytes.Length);
        }

        var target = request.Rent(input.DataType == DataType.Bytes ? textBytes : elements * input.DataType.Size());
        Copy(input, contents.Span, field, target.Span);
        return new NativeBytes(target.Pointer, target.Length);
    }

    /// <summary>Counts what is there, and refuses fields of another datatype.</summary>
    private static (int Packed, int Single, long Elements, long TextBytes) Measure(InputTensor input, ReadOnlySpan<byte> contents, int wanted)
    {
        int packed = 0, single = 0;
        long elements = 0, textBytes = 0;
        var reader = new WireReader(contents);
        while (!reader.AtEnd)
        {
            var (field, type) = reader.ReadTag();
            if (field is >= 1 and <= 8 && field != wanted)
            {
                throw InferenceException.Invalid($"Input '{input.Name}' is {input.DataType.Name()}, which travels in {InferContentsField.Name(wanted)}; {InferContentsField.Name(field)} came.");
            }

            if (field != wanted)
            {
                reader.Skip(field, type);
                continue;
            }

            if (type == WireType.LengthDelimited)
            {
                packed++;
                var piece = reader.ReadField().Bytes;
                elements += CountElements(input.DataType, piece);
                textBytes += BytesTensor.LengthSize + piece.Length;
            }
            else
            {
                single++;
                reader.Skip(field, type);
                elements++;
            }
        }

        return (packed, single, elements, textBytes);
    }

    private static int CountElements(DataType type, ReadOnlySpan<byte> packed)
    {
        switch (type)
        {
            case DataType.Bytes:
                return 1;
            case DataType.Fp32 or DataType.Fp64:
                return packed.Length % type.Size() == 0
                    ? packed.Length / type.Size()
                    : throw WireReader.Malformed("packed numbers are cut off");
            default:
                // The last byte of each varint has its high bit clear.
                return packed.Length - CountHighBits(packed);
        }
    }

    private static int CountHighBits(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
        {
            count += b >> 7;
        }

        return count;
    }

    private static WireReader FindPacked(ReadOnlySpan<byte> contents, int wanted)
    {
        var reader = new WireReader(contents);
        while (true)
        {
            var (field, type) = reader.ReadTag();
            if (field == wanted && type == WireType.LengthDelimited)
            {
                return reader.ReadField();
            }

            reader.Skip(field, type);
        }
    }

    private static void Copy(InputTensor input, ReadOnlySpan<byte> contents, int wanted, Span<byte> target)
    {
        var reader = new WireReader(contents);
        while (!reader.AtEnd)
        {
            var (field, type) = reader.ReadTag();
            if (field != wanted)
            {
                reader.Skip(field, type);
            }
            else if (type == WireType.LengthDelimited)
            {
                target = target[CopyPiece(input, reader.ReadField(), target)..];
            }
            else
            {
                target = target[CopyElement(input, ref reader, type, target)..];
            }
        }
    }

    private static int CopyPiece(InputTensor input, WireReader piece, Span<byte> target)
    {
        if (input.DataType == DataType.Bytes)
        {
            BinaryPrimitives.WriteInt32LittleEndian(target, piece.Bytes.Length);
            piece.Bytes.CopyTo(target[BytesTensor.LengthSize..]);
            return BytesTensor.LengthSize + piece.Bytes.Length;
        }

        if (input.DataType is DataType.Fp32 or DataType.Fp64)
        {
            piece.Bytes.CopyTo(target);
            return piece.Bytes.Length;
        }

        var written = 0;
        while (!piece.AtEnd)
        {
            written += WriteInteger(input, piece.ReadVarint(), target[written..]);
        }

        return written;
    }

    private static int CopyElement(InputTensor input, ref WireReader reader, WireType type, Span<byte> target)
    {
        switch (type)
        {
            case WireType.Fixed32 when input.DataType == DataType.Fp32:
                BinaryPrimitives.WriteUInt32LittleEndian(target, reader.ReadFixed32());
                return sizeof(float);
            case WireType.Fixed64 when input.DataType == DataType.Fp64:
                BinaryPrimitives.WriteUInt64LittleEndian(target, reader.ReadFixed64());
                return sizeof(double);
            case WireType.Varint when input.DataType is not (DataType.Fp32 or DataType.Fp64 or DataType.Bytes):
                return WriteInteger(input, reader.ReadVarint(), target);
            default:
                throw WireReader.Malformed($"wire type {(int)type} is not that of {InferContentsField.Name(InferContentsField.Of(input.DataType))}");
        }
    }

    private static int WriteInteger(InputTensor input, ulong value, Span<byte> target) => input.DataType switch
    {
        DataType.Bool => Write<byte>(input, value == 0 ? 0 : 1, target),
        DataType.Int8 => Write<sbyte>(input, (int)value, target),
        DataType.Int16 => Write<short>(input, (int)value, target),
        DataType.Int32 => Write<int>(input, (int)value, target),
        DataType.Uint8 => Write<byte>(input, (uint)value, target),
        DataType.Uint16 => Write<ushort>(input, (uint)value, target),
        DataType.Uint32 => Write<uint>(input, (uint)value, target),
        DataType.Int64 => Write<long>(input, (long)value, target),
        _ => Write<ulong>(input, value, target),
    };

    private static int Write<T>(InputTensor input, Int128 value, Span<byte> target)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (value < Int128.CreateTruncating(T.MinValue) || value > Int128.CreateTruncating(T.MaxValue))
        {
            throw InferenceException.Invalid($"Input '{input.Name}' is {input.DataType.Name()}, from {T.MinValue} to {T.MaxValue}; {value} came.");
        }

        MemoryMarshal.Write(target, T.CreateTruncating(value));
        return sizeof(T);
    }
}
