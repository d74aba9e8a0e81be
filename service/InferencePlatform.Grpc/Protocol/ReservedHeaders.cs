namespace InferencePlatform.Grpc.Protocol;

/// <summary>Headers that belong to HTTP or to gRPC itself and are no metadata of the call.</summary>
internal static class ReservedHeaders
{
    public static bool Has(string key) =>
        key.StartsWith(':') ||
        (key.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase) && !Metadata.IsBinary(key)) ||
        key.Equals("te", StringComparison.OrdinalIgnoreCase) ||
        key.Equals("host", StringComparison.OrdinalIgnoreCase) ||
        key.Equals("content-type", StringComparison.OrdinalIgnoreCase) ||
        key.Equals("content-length", StringComparison.OrdinalIgnoreCase);
}
