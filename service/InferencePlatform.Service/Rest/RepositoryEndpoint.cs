using System.Globalization;
using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest;

/// <summary>The repository's index, and loading and unloading by callers.</summary>
internal sealed class RepositoryEndpoint(RestServices services)
{
    private IRepositoryControl Repository => services.Repository
        ?? throw new InferenceException(InferenceError.FailedPrecondition, "This server has no repository of models.");

    public async Task IndexAsync(HttpContext http)
    {
        var readyOnly = await RepositoryBody.ReadReadyAsync(http);
        var statuses = Repository.Index(readyOnly);
        await JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var status in statuses)
            {
                Write(json, status);
            }

            json.WriteEndArray();
        });
    }

    public async Task LoadAsync(HttpContext http, RestRoute route)
    {
        await RepositoryBody.CheckLoadAsync(http);
        await Repository.LoadAsync(route.Model, http.RequestAborted);
    }

    public Task UnloadAsync(HttpContext http, RestRoute route) => Repository.UnloadAsync(route.Model, http.RequestAborted);

    private static void Write(Utf8JsonWriter json, ModelStatus status)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, status.Name);
        json.WriteString("version"u8, status.Version > 0 ? status.Version.ToString(CultureInfo.InvariantCulture) : "");
        json.WriteString("state"u8, RepositoryState.Name(status.State));
        json.WriteString("reason"u8, status.Reason);
        json.WriteEndObject();
    }
}
