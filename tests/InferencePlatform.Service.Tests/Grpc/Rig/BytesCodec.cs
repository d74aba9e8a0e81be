using System.Buffers;
using InferencePlatform.Grpc;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>Messages as the bytes they are.</summary>
internal sealed class BytesCodec : MessageCodec<byte[]>
{
    public static BytesCodec Instance { get; } = new();

    public override int GetSize(byte[] message) => message.Length;

    public override void Write(byte[] message, IBufferWriter<byte> output)
    {
        // A writer of no bytes has none to give.
        if (message.Length > 0)
        {
            output.Write(message);
        }
    }

    public override byte[] Read(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}
