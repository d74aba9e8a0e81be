using System.Buffers;
using InferencePlatform.Grpc.Http2.Hpack;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Server;

/// <summary>HTTP headers to gRPC metadata and back.</summary>
internal static class HeaderMapping
{
    public static Metadata ToMetadata(IReadOnlyList<(string Name, string Value)> headers)
    {
        var metadata = new Metadata();
        foreach (var (name, value) in headers)
        {
            if (!ReservedHeaders.Has(name))
            {
                BinaryHeader.AddReceived(metadata, name, value);
            }
        }

        return metadata;
    }

    /// <summary>Adds metadata to a response; what would stand beside or break the protocol's own headers is left out.</summary>
    public static void Write(IBufferWriter<byte> block, Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            if (!ReservedHeaders.Has(entry.Key))
            {
                // HTTP/2 forbids spaces at a value's ends, and gRPC lets them be stripped.
                HpackEncoder.Write(block, entry.Key, entry.Text?.Trim(' ') ?? BinaryHeader.Encode(entry.Bytes!));
            }
        }
    }
}
