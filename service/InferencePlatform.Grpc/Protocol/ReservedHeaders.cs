using System.Collections.Frozen;

namespace InferencePlatform.Grpc.Protocol;

/// <summary>Headers that belong to HTTP or to gRPC itself and are no metadata of the call.</summary>
internal static class ReservedHeaders
{
    private static readonly FrozenSet<string> HttpsOwn = new[]
    {
        "te", "trailer", "host", "content-type", "content-length",
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Has(string key) =>
        key.StartsWith(':') ||
        (key.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase) && !Metadata.IsBinary(key)) ||
        HttpsOwn.Contains(key);
}
