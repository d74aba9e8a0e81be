using System.Buffers.Binary;
using InferencePlatform.Grpc;

namespace InferencePlatform.Service.Grpc.Wire;

/// <summary>
/// Reads protobuf's wire format where it lies, so that a tensor's bytes are found without being copied.
/// Source: protobuf.dev, "Encoding".
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes, int start)
{
    private const int MaxVarintBytes = 10;
    private const int MaxGroupDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly int _start = start;

    /// <summary>Reads a whole message.</summary>
    public WireReader(ReadOnlySpan<byte> bytes)
        : this(bytes, 0)
    {
    }

    /// <summary>Offset of the next byte in the outermost message.</summary>
    public int Position { get; private set; } = 0;

    public readonly bool AtEnd => Position == _bytes.Length;

    public readonly int Offset => _start + Position;

    /// <summary>The next field's number and wire type.</summary>
    public (int Field, WireType Type) ReadTag()
    {
        var tag = ReadVarint();
        var field = (int)(tag >> 3);
        return tag <= uint.MaxValue && field > 0 ? (field, (WireType)(tag & 7)) : throw Malformed("a field number is out of range");
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var i = 0; i < MaxVarintBytes; i++)
        {
            if (AtEnd)
            {
                throw Malformed("a number is cut off");
            }

            var b = _bytes[Position++];
            value |= (ulong)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                return value;
            }
        }

        throw Malformed("a number is longer than ten bytes");
    }

    public ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public uint ReadFixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>A field that has its length before it: text, bytes, a message, or packed numbers.</summary>
    public WireReader ReadField()
    {
        var length = ReadVarint();
        if (length > (ulong)(_bytes.Length - Position))
        {
            throw Malformed("a field is cut off");
        }

        var start = Offset;
        return new WireReader(Take((int)length), start);
    }

    /// <summary>All bytes of this field.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Offset of this field's first byte in the outermost message.</summary>
    public readonly int Start => _start;

    /// <summary>Passes over a field that is not known here, as protobuf asks.</summary>
    public void Skip(int field, WireType type) => Skip(field, type, 0);

    /// <summary>The error for a field whose wire type is not the declared one, or for bytes that are no protobuf.</summary>
    public static RpcException Malformed(string what) =>
        new(StatusCode.Internal, $"The message is not valid protobuf: {what}.");

    private void Skip(int field, WireType type, int depth)
    {
        switch (type)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.Fixed64:
                Take(8);
                break;
            case WireType.LengthDelimited:
                ReadField();
                break;
            case WireType.Fixed32:
                Take(4);
                break;
            case WireType.StartGroup when depth < MaxGroupDepth:
                SkipGroup(field, depth + 1);
                break;
            default:
                throw Malformed($"wire type {(int)type} is not expected here");
        }
    }

    private void SkipGroup(int group, int depth)
    {
        while (true)
        {
            var (field, type) = ReadTag();
            if (type == WireType.EndGroup)
            {
                if (field != group)
                {
                    throw Malformed($"group {group} ends as {field}");
                }

                return;
            }

            Skip(field, type, depth);
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw Malformed("a field is cut off");
        }

        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}
