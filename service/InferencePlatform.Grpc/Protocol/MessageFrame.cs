using System.Buffers.Binary;

namespace InferencePlatform.Grpc.Protocol;

/// <summary>
/// The five bytes before each message: a flag that says whether it is compressed, and its length, big-endian.
/// Source: grpc/grpc, doc/PROTOCOL-HTTP2.md.
/// </summary>
/// <param name="Compressed">Whether the message is compressed by the codec that <c>grpc-encoding</c> names.</param>
/// <param name="Length">Bytes of the message that follow.</param>
internal readonly record struct MessageFrame(bool Compressed, uint Length)
{
    public const int Size = 5;

    /// <summary>Reads a frame's header; false where fewer than five bytes are there.</summary>
    /// <exception cref="RpcException">With <see cref="StatusCode.Internal"/>: the flag is neither 0 nor 1.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out MessageFrame frame)
    {
        frame = default;
        if (bytes.Length < Size)
        {
            return false;
        }

        if (bytes[0] > 1)
        {
            throw new RpcException(StatusCode.Internal, $"The message frame's first byte is {bytes[0]}; it must be 0 (plain) or 1 (compressed).");
        }

        frame = new MessageFrame(bytes[0] == 1, BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]));
        return true;
    }

    /// <summary>Writes the header into five bytes.</summary>
    public void Write(Span<byte> target)
    {
        target[0] = Compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(target[1..Size], Length);
    }
}
