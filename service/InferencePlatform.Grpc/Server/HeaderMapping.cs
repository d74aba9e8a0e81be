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

    public static void Append(IHeaderDictionary headers, Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            headers.Append(entry.Key, entry.Text ?? BinaryHeader.Encode(entry.Bytes!));
        }
    }
}
