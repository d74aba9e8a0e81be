using System.Text.Json;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest;

/// <summary>What the server and its models are.</summary>
internal sealed class MetadataEndpoint(RestServices services)
{
    public Task ServerAsync(HttpContext http) => JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("name"u8, services.ServerName);
        json.WriteString("version"u8, services.ServerVersion);
        json.WriteStartArray("extensions"u8);
        foreach (var extension in ServerIdentity.Extensions)
        {
            json.WriteStringValue(extension);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public async Task ModelAsync(HttpContext http, RestRoute route)
    {
        var version = services.Catalog.Lease(route);
        try
        {
            await JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, json => Write(json, version));
        }
        finally
        {
            version.Release();
        }
    }

    private void Write(Utf8JsonWriter json, ModelVersion version)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, version.Utf8Name);
        json.WriteStartArray("versions"u8);
        foreach (var ready in services.Catalog.Find(version.Name)?.Ready.Reverse() ?? [version])
        {
            json.WriteStringValue(ready.Utf8Version);
        }

        json.WriteEndArray();
        json.WriteString("platform"u8, ServerIdentity.Platform);
        json.WriteTensors("inputs"u8, version.Signature.Inputs);
        json.WriteTensors("outputs"u8, version.Signature.Outputs);
        json.WriteEndObject();
    }
}
