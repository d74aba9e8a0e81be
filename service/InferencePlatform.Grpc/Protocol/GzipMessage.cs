using System.Buffers;
using System.IO.Compression;
using InferencePlatform.Grpc.Memory;

namespace InferencePlatform.Grpc.Protocol;

/// <summary>Compresses and decompresses single messages with gzip.</summary>
internal static class GzipMessage
{
    private const int Chunk = 64 * 1024;

    /// <summary>Compresses a message.</summary>
    public static ArrayBufferWriter<byte> Compress(ReadOnlyMemory<byte> message)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(message.Span);
        }

        var result = new ArrayBufferWriter<byte>((int)Math.Max(1, target.Length));
        result.Write(target.GetBuffer().AsSpan(0, (int)target.Length));
        return result;
    }

    /// <summary>Decompresses a message, stopping as soon as the result is over the limit.</summary>
    /// <param name="compressed">The compressed message; stays the caller's.</param>
    /// <param name="pool">Where the result's memory comes from.</param>
    /// <param name="maxLength">Bytes of the result at most.</param>
    /// <exception cref="RpcException">
    /// <see cref="StatusCode.ResourceExhausted"/>: the result is over the limit;
    /// <see cref="StatusCode.Internal"/>: the bytes are not gzip.
    /// </exception>
    public static unsafe MessageBuffer Decompress(MessageBuffer compressed, MessageBufferPool pool, int maxLength)
    {
        using var source = new UnmanagedMemoryStream(compressed.Pointer, compressed.Length);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        var plain = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                var read = gzip.Read(plain.GetSpan(Chunk)[..Chunk]);
                if (read == 0)
                {
                    break;
                }

                plain.Advance(read);
                if (plain.WrittenCount > maxLength)
                {
                    throw new RpcException(StatusCode.ResourceExhausted, $"The message is over {maxLength} bytes when decompressed, which is the limit; it came as {compressed.Length} compressed bytes.");
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The message is marked as gzip and does not decompress."), inner: e);
        }

        var result = pool.Rent(plain.WrittenCount);
        plain.WrittenSpan.CopyTo(result.Span);
        result.WasCompressed = true;
        return result;
    }
}
