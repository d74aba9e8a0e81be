using InferencePlatform.Grpc.Protocol;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Grpc.Server;

/// <summary>HTTP headers to gRPC metadata and back.</summary>
internal static class HeaderMapping
{
    public static Metadata ToMetadata(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            if (ReservedHeaders.Has(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                BinaryHeader.AddReceived(metadata, name.ToLowerInvariant(), value ?? "");
            }
        }

        return metadata;
    }

    /// <summary>Adds metadata to a response; what would stand beside or break the protocol's own headers is left out.</summary>
    public static void Append(IHeaderDictionary headers, Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            if (!ReservedHeaders.Has(entry.Key))
            {
                // HTTP/2 forbids spaces at a value's ends, and gRPC lets them be stripped.
                headers.Append(entry.Key, entry.Text?.Trim(' ') ?? BinaryHeader.Encode(entry.Bytes!));
            }
        }
    }
}
