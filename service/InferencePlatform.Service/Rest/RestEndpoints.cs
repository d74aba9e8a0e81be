using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest;

/// <summary>The REST side of the server: Open Inference Protocol v2 and the simple API.</summary>
internal static class RestEndpoints
{
    /// <summary>
    /// Answers every path, with a JSON error where there is nothing. Paths are told apart by this layer itself, not by
    /// routing: it says better what is wrong with a request, and there is nothing to build at start.
    /// </summary>
    public static RequestDelegate Build(RestServices services) => new RestDispatcher(services).HandleAsync;
}
