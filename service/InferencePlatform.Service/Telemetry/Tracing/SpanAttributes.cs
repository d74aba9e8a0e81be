namespace InferencePlatform.Service.Telemetry.Tracing;

/// <summary>Names of attributes, OpenTelemetry's where it has one.</summary>
internal static class SpanAttributes
{
    public const string Model = "inference.model.name";
    public const string ModelVersion = "inference.model.version";
    public const string RpcSystem = "rpc.system";
    public const string RpcService = "rpc.service";
    public const string RpcMethod = "rpc.method";
    public const string GrpcStatus = "rpc.grpc.status_code";
    public const string HttpMethod = "http.request.method";
    public const string HttpRoute = "http.route";
    public const string UrlPath = "url.path";
    public const string UrlScheme = "url.scheme";
    public const string ClientAddress = "client.address";
    public const string ClientPort = "client.port";
    public const string ErrorType = "error.type";
}
