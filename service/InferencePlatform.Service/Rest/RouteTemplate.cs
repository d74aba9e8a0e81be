using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace InferencePlatform.Service.Rest;

/// <summary>Names what a path is an instance of, for telemetry, where the path itself has too many values.</summary>
internal sealed class RouteTemplate(string route) : IRouteDiagnosticsMetadata
{
    private static readonly Endpoint Infer = Of("/v2/models/{name}/infer");
    private static readonly Endpoint InferVersion = Of("/v2/models/{name}/versions/{version}/infer");
    private static readonly Endpoint Predict = Of("/v1/models/{name}:predict");

    public string Route => route;

    /// <summary>The endpoint of an inference.</summary>
    public static Endpoint Of(RestRoute route) => route switch
    {
        { Action: RestAction.Predict } => Predict,
        { Version.Length: > 0 } => InferVersion,
        _ => Infer,
    };

    private static Endpoint Of(string route) => new(null, new EndpointMetadataCollection(new RouteTemplate(route)), route);
}
