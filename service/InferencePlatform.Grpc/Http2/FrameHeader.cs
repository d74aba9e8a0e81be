using System.Buffers.Binary;

namespace InferencePlatform.Grpc.Http2;

/// <summary>The nine bytes before each frame's payload. Source: RFC 9113, 4.1.</summary>
/// <param name="Length">Bytes of the payload, below 2²⁴.</param>
/// <param name="Type">Its type, which may be one that nobody knows.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Stream">Its stream; 0 for the connection.</param>
internal readonly record struct FrameHeader(int Length, FrameType Type, FrameFlags Flags, int Stream)
{
    public const int Size = 9;

    public static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32BigEndian(bytes) >>> 8,
        (FrameType)bytes[3],
        (FrameFlags)bytes[4],
        BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & int.MaxValue);

    public void Write(Span<byte> target)
    {
        // The lowest byte of these four is the type's place.
        BinaryPrimitives.WriteInt32BigEndian(target, (Length << 8) | (int)Type);
        target[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(target[5..], Stream);
    }

    public bool Has(FrameFlags flag) => (Flags & flag) != 0;
}
