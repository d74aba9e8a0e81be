using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using InferencePlatform.Grpc.Memory;

namespace InferencePlatform.Grpc.Protocol;

/// <summary>Compresses and decompresses single messages with gzip.</summary>
internal static class GzipMessage
{
    // A header of ten bytes, an empty block of two, checksum and length of four each.
    private const int SmallestGzip = 20;

    // No deflate stream grows more than this, so who announces more announces wrong.
    private const int LargestRatio = 1032;

    /// <summary>Compresses a message, which is not empty: an empty one would become no valid gzip.</summary>
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

    /// <summary>
    /// Decompresses a message of one gzip member straight into memory of the length that its last four bytes announce.
    /// The announcement decides how much memory is taken, and the contents must keep to it; so a bomb is refused unread,
    /// and a message that was cut short, which .NET's own reader does not notice, is refused too.
    /// </summary>
    /// <param name="compressed">The compressed message; stays the caller's.</param>
    /// <param name="limits">What the result may cost.</param>
    /// <exception cref="RpcException">
    /// <see cref="StatusCode.ResourceExhausted"/>: the result is over a limit;
    /// <see cref="StatusCode.Internal"/>: the bytes are not gzip.
    /// </exception>
    public static MessageBuffer Decompress(MessageBuffer compressed, MessageReaderLimits limits)
    {
        if (compressed.Length == 0)
        {
            // .NET's gzip writer makes nothing of nothing, so peers built on it send this for an empty message.
            return limits.Take(0);
        }

        if (compressed.Length < SmallestGzip)
        {
            throw NotGzip();
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(compressed.Span[^4..]);
        if (length > (long)compressed.Length * LargestRatio)
        {
            throw NotGzip();
        }

        if (length > limits.MaxMessageSize)
        {
            throw new RpcException(StatusCode.ResourceExhausted, $"The message has {length} bytes when decompressed and the limit is {limits.MaxMessageSize}; it came as {compressed.Length} compressed bytes.");
        }

        var plain = limits.Take((int)length);
        try
        {
            Fill(plain.Span, compressed);
            return plain;
        }
        catch (Exception e)
        {
            plain.Dispose();
            throw e is InvalidDataException ? NotGzip(e) : e;
        }
    }

    private static unsafe void Fill(Span<byte> plain, MessageBuffer compressed)
    {
        using var source = new UnmanagedMemoryStream(compressed.Pointer, compressed.Length);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        var filled = gzip.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);

        // Asking for one byte more finds what is too much, and makes the checksum be checked.
        Span<byte> more = stackalloc byte[1];
        if (filled < plain.Length || gzip.Read(more) != 0)
        {
            throw new InvalidDataException($"The contents are not of the {plain.Length} bytes announced.");
        }
    }

    private static RpcException NotGzip(Exception? inner = null) =>
        new(new Status(StatusCode.Internal, "The message is marked as gzip and does not decompress."), inner: inner);
}
