using System.Buffers;

namespace InferencePlatform.Grpc;

/// <summary>Turns messages of one type into bytes and back.</summary>
/// <typeparam name="T">The message type.</typeparam>
public abstract class MessageCodec<T>
{
    /// <summary>The number of bytes that <see cref="Write"/> will write for this message.</summary>
    public abstract int GetSize(T message);

    /// <summary>Writes the message, exactly <see cref="GetSize"/> bytes.</summary>
    public abstract void Write(T message, IBufferWriter<byte> output);

    /// <summary>Reads a message; the bytes are the caller's again on return.</summary>
    /// <exception cref="RpcException">With <see cref="StatusCode.Internal"/>: the bytes are not such a message.</exception>
    public abstract T Read(ReadOnlySpan<byte> bytes);
}
