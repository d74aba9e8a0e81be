using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InferencePlatform.Service.Rest;

/// <summary>The REST side of the server: Open Inference Protocol v2 and the simple API.</summary>
internal static class RestEndpoints
{
    /// <summary>
    /// Answers every path that no other endpoint answers. Paths are told apart by this layer itself, not by routing:
    /// it says better what is wrong with a request, and there is nothing to build at start.
    /// </summary>
    /// <returns>The one endpoint, for <c>RequireHost</c> and the like.</returns>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, RestServices services) =>
        endpoints.Map("/{**path}", Build(services));

    /// <summary>The same as a plain delegate, for a pipeline without routing.</summary>
    public static RequestDelegate Build(RestServices services) => new RestDispatcher(services).HandleAsync;
}
