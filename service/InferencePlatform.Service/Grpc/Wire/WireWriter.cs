using InferencePlatform.Grpc.Server;
using System.Buffers.Binary;
using System.Numerics;

namespace InferencePlatform.Service.Grpc.Wire;

/// <summary>Writes protobuf's wire format. Source: protobuf.dev, "Encoding".</summary>
internal static class WireWriter
{
    private const int MaxVarintBytes = 10;

    public static int VarintSize(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Bytes of a field with this many bytes of contents; its number is below 16, so its tag is one byte.</summary>
    public static int FieldSize(int contents) => 1 + VarintSize((uint)contents) + contents;

    public static void WriteVarint(MessageOutput output, ulong value)
    {
        var span = output.GetSpan(MaxVarintBytes);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>A field's tag and the length of the contents to follow.</summary>
    public static void WriteHeader(MessageOutput output, int field, int contents)
    {
        WriteVarint(output, ((ulong)field << 3) | (int)WireType.LengthDelimited);
        WriteVarint(output, (uint)contents);
    }

    /// <summary>A field with its contents.</summary>
    public static void WriteField(MessageOutput output, int field, ReadOnlySpan<byte> contents)
    {
        WriteHeader(output, field, contents.Length);
        output.Write(contents);
    }

    public static void WriteInt32LittleEndian(MessageOutput output, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }
}
