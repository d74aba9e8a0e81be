using InferencePlatform.Grpc.Protocol;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Grpc.Server;

/// <summary>HTTP headers to gRPC metadata and back.</summary>
internal static class HeaderMapping
{
    /// <summary>Headers that belong to HTTP or to gRPC itself and are no metadata of the call.</summary>
    private static bool IsReserved(string key) =>
        key.StartsWith(':') ||
        (key.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase) && !Metadata.IsBinary(key)) ||
        key.Equals("te", StringComparison.OrdinalIgnoreCase) ||
        key.Equals("host", StringComparison.OrdinalIgnoreCase) ||
        key.Equals("content-type", StringComparison.OrdinalIgnoreCase) ||
        key.Equals("content-length", StringComparison.OrdinalIgnoreCase);

    public static Metadata ToMetadata(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            if (IsReserved(name))
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
