using System.IO.Compression;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>Messages as they are on the wire.</summary>
internal static class Frames
{
    /// <summary>A header that claims a length, and nothing after it.</summary>
    public static byte[] Header(uint length, bool compressed = false)
    {
        var bytes = new byte[MessageFrame.Size];
        new MessageFrame(compressed, length).Write(bytes);
        return bytes;
    }

    public static byte[] Of(ReadOnlySpan<byte> payload, bool compressed = false) =>
        [.. Header((uint)payload.Length, compressed), .. payload];

    public static byte[] Of(IMessage message) => Of(message.ToByteArray());

    public static byte[] OfText(string text) => Of(new StringValue { Value = text });

    public static byte[] Gzipped(ReadOnlySpan<byte> payload) => Of(Gzip(payload), compressed: true);

    public static byte[] Gzip(ReadOnlySpan<byte> payload)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(payload);
        }

        return target.ToArray();
    }

    /// <summary>Splits a body into its messages, decompressing those marked so; fails where it ends within one.</summary>
    public static IReadOnlyList<byte[]> Split(ReadOnlySpan<byte> body)
    {
        var messages = new List<byte[]>();
        while (body.Length > 0)
        {
            Assert.True(MessageFrame.TryRead(body[..MessageFrame.Size], out var frame));
            var payload = body.Slice(MessageFrame.Size, (int)frame.Length).ToArray();
            messages.Add(frame.Compressed ? Gunzip(payload) : payload);
            body = body[(MessageFrame.Size + (int)frame.Length)..];
        }

        return messages;
    }

    private static byte[] Gunzip(byte[] payload)
    {
        using var gzip = new GZipStream(new MemoryStream(payload), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
