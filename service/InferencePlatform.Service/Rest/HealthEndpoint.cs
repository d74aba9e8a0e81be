using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest;

/// <summary>Liveness and readiness. Clients go by the status code; the bodies are for people.</summary>
internal sealed class HealthEndpoint(RestServices services)
{
    public static Task LiveAsync(HttpContext http) => JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("live"u8, true);
        json.WriteEndObject();
    });

    public Task ReadyAsync(HttpContext http)
    {
        var (ready, reason) = services.Readiness();
        var status = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return JsonAnswer.WriteAsync(http, status, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("ready"u8, ready);
            if (!ready)
            {
                json.WriteString("error"u8, reason);
            }

            json.WriteEndObject();
        });
    }

    /// <summary>A model that is not ready is an error as it would be for an inference.</summary>
    public Task ModelReadyAsync(HttpContext http, RestRoute route)
    {
        services.Catalog.Lease(route).Release();
        var ready = services.IsModelReady(route.Model);
        var status = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return JsonAnswer.WriteAsync(http, status, json =>
        {
            json.WriteStartObject();
            json.WriteString("name"u8, route.Model);
            json.WriteBoolean("ready"u8, ready);
            json.WriteEndObject();
        });
    }
}
