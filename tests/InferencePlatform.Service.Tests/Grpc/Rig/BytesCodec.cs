using System.Buffers;
using InferencePlatform.Grpc;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>Messages as the bytes they are.</summary>
internal sealed class BytesCodec : MessageCodec<byte[]>
{
    public static BytesCodec Instance { get; } = new();

    public override int GetSize(byte[] message) => message.Length;

    public override void Write(byte[] message, IBufferWriter<byte> output) => output.Write(message);

    public override byte[] Read(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}
