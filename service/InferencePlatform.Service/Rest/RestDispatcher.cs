using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest;

/// <summary>Hands each request to what answers it, and makes every failure a JSON error.</summary>
internal sealed class RestDispatcher(RestServices services)
{
    public Task HandleAsync(HttpContext http)
    {
        http.Response.StatusCode = services.Readiness().Ready ? StatusCodes.Status404NotFound : StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }
}
