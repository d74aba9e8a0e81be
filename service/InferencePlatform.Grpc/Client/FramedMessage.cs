using System.Buffers;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Client;

/// <summary>
/// One request message with its frame, ready to be sent, in borrowed memory. The transport may still be sending it
/// when its call is over, so the memory goes back when the last holder lets go.
/// </summary>
internal sealed class FramedMessage
{
    private readonly byte[] _array;
    private readonly int _length;
    private int _holders = 1;

    private FramedMessage(byte[] array, int length)
    {
        _array = array;
        _length = length;
    }

    /// <summary>Frame and message; valid while held.</summary>
    public ReadOnlyMemory<byte> Bytes => _array.AsMemory(0, _length);

    /// <summary>Writes a message into a frame, held once.</summary>
    /// <exception cref="RpcException">With <see cref="StatusCode.ResourceExhausted"/>: it is over the limit.</exception>
    public static FramedMessage Create<T>(MessageCodec<T> codec, T message, bool compress, int maxSize)
    {
        var size = codec.GetSize(message);
        if (size > maxSize)
        {
            throw new RpcException(StatusCode.ResourceExhausted, $"The message to send has {size} bytes and the channel's limit is {maxSize}.");
        }

        if (compress && size > 0)
        {
            var plain = new ArrayBufferWriter<byte>(Math.Max(1, size));
            codec.Write(message, plain);
            var compressed = GzipMessage.Compress(plain.WrittenMemory);
            var framed = Begin(true, compressed.WrittenCount);
            compressed.WrittenSpan.CopyTo(framed._array.AsSpan(MessageFrame.Size));
            return framed;
        }

        var result = Begin(false, size);
        var body = new FixedBufferWriter(result._array.AsMemory(MessageFrame.Size, size));
        codec.Write(message, body);
        body.ThrowIfNotFull();
        return result;
    }

    /// <summary>Holds the memory once more; false where it is gone already.</summary>
    public bool TryHold()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }

            holders = seen;
        }

        return false;
    }

    /// <summary>Lets go.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }
    }

    private static FramedMessage Begin(bool compressed, int size)
    {
        var array = ArrayPool<byte>.Shared.Rent(size + MessageFrame.Size);
        new MessageFrame(compressed, (uint)size).Write(array);
        return new FramedMessage(array, size + MessageFrame.Size);
    }
}
