using System.Text.Json;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Rest.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Service.Rest;

/// <summary>The small bodies of repository calls, all of which may be left out.</summary>
internal static class RepositoryBody
{
    private const int MaxSize = 64 * 1024;

    /// <summary>Whether an index is to have ready models only.</summary>
    public static Task<bool> ReadReadyAsync(HttpContext http) => ReadAsync(http, static body => Member(body, "ready") switch
    {
        { ValueKind: JsonValueKind.True } => true,
        null or { ValueKind: JsonValueKind.False or JsonValueKind.Null } => false,
        { } other => throw InferenceException.Invalid($"The request has as its 'ready' {other.GetRawText()}; true or false is taken."),
    });

    /// <summary>Refuses a load that brings its own configuration or files: they would be left aside without a word.</summary>
    public static Task CheckLoadAsync(HttpContext http) => ReadAsync(http, static body =>
    {
        if (Member(body, "parameters") is { ValueKind: JsonValueKind.Object } parameters)
        {
            foreach (var parameter in parameters.EnumerateObject())
            {
                CheckParameter(parameter.Name);
            }
        }

        return true;
    });

    private static void CheckParameter(string name)
    {
        if (name == "config" || name.StartsWith("file:", StringComparison.Ordinal))
        {
            throw InferenceException.Invalid($"The request has the parameter '{name}'; this server loads models as they lie in its repository. Leave it out.");
        }
    }

    private static JsonElement? Member(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } && body.Value.TryGetProperty(name, out var value) ? value : null;

    private static async Task<T> ReadAsync<T>(HttpContext http, Func<JsonElement?, T> read)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxSize;
        }

        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        try
        {
            using var body = bytes.Length == 0 ? null : JsonDocument.Parse(bytes.ToArray());
            return read(body?.RootElement);
        }
        catch (JsonException e)
        {
            throw JsonSyntax.ToInvalid(e);
        }
        catch (InvalidOperationException)
        {
            throw JsonSyntax.BrokenEscape();
        }
    }
}
