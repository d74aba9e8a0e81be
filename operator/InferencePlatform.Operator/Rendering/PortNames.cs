namespace InferencePlatform.Operator.Rendering;

/// <summary>Names of ports, by which Services and probes find them.</summary>
internal static class PortNames
{
    public const string Grpc = "grpc";
    public const string Http = "http";
    public const string Management = "management";
    public const string Metrics = "metrics";
}
