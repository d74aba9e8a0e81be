using System.Buffers;
using InferencePlatform.Grpc.Http2.Hpack;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Server;

/// <summary>The header blocks that nearly every response has, encoded once.</summary>
internal static class ResponseBlocks
{
    /// <summary>Status 200 and gRPC's content type.</summary>
    public static ReadOnlyMemory<byte> Headers { get; } = Encode(block =>
    {
        HpackEncoder.WriteStatus(block, 200);
        HpackEncoder.Write(block, "content-type", GrpcHeaders.ContentType);
    });

    /// <summary>A gRPC status of 0 and nothing more.</summary>
    public static ReadOnlyMemory<byte> TrailersOfOk { get; } = Encode(block => HpackEncoder.Write(block, GrpcHeaders.Status, "0"));

    private static ReadOnlyMemory<byte> Encode(Action<ArrayBufferWriter<byte>> write)
    {
        var block = new ArrayBufferWriter<byte>();
        write(block);
        return block.WrittenMemory;
    }
}
