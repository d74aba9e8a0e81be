using System.Text.Json.Nodes;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Resources;
using InferencePlatform.Local.Store;
using InferencePlatform.Local.Tables;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Local.Api;

/// <summary>The form in which a client wants objects.</summary>
internal enum ObjectForm
{
    Whole,
    Table,
    Metadata,
}

/// <summary>Writes answers.</summary>
internal static class Responses
{
    /// <summary>The first form in <c>Accept</c> that this server has.</summary>
    /// <exception cref="StatusException">406: it has none of them.</exception>
    public static ObjectForm FormOf(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        foreach (var range in accept.Length == 0 ? ["application/json"] : accept.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is "application/json" or "*/*" or "application/*")
            {
                var form = parts.FirstOrDefault(p => p.StartsWith("as=", StringComparison.Ordinal))?[3..];
                if (form is null || parts.Contains("v=v1"))
                {
                    return form switch { "Table" => ObjectForm.Table, "PartialObjectMetadata" or "PartialObjectMetadataList" => ObjectForm.Metadata, _ => ObjectForm.Whole };
                }
            }
        }

        throw new StatusException(406, "NotAcceptable", "only the following media types are accepted: application/json");
    }

    /// <summary>A stored object as a resource shows it; a copy of the caller's own.</summary>
    public static JsonObject Shown(StoredObject stored, ServedResource resource)
    {
        var content = stored.Parse();
        if (stored.ApiVersion != resource.Type.ApiVersion)
        {
            content = EventForms.StoredAs == resource.StoredAs ? EventForms.FromStored(content, resource) : content;
            content["apiVersion"] = resource.Type.ApiVersion;
        }

        return content;
    }

    /// <summary>The same as bytes, without parsing where that is not needed.</summary>
    public static byte[] ShownUtf8(StoredObject stored, ServedResource resource) =>
        stored.ApiVersion == resource.Type.ApiVersion ? stored.Utf8 : Shown(stored, resource).ToUtf8();

    /// <summary>One object in the form the client wants.</summary>
    public static Task WriteObjectAsync(ApiRequest request, StoredObject stored, TablePrinter printer, int code = 200)
    {
        var form = FormOf(request.Http.Request);
        var bytes = form switch
        {
            ObjectForm.Table => printer.Table(request.Resource, [stored.Parse()], request.Query("includeObject"), VersionOf(stored)).ToUtf8(),
            ObjectForm.Metadata => TablePrinter.Partial(stored.Parse()).ToUtf8(),
            _ => ShownUtf8(stored, request.Resource),
        };
        return WriteAsync(request.Http, code, bytes);
    }

    public static JsonObject VersionOf(StoredObject stored) => new() { ["resourceVersion"] = stored.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    public static Task WriteAsync(HttpContext http, int code, JsonNode body) => WriteAsync(http, code, body.ToUtf8());

    public static Task WriteAsync(HttpContext http, StatusException status) => WriteAsync(http, status.Code, status.ToJson());

    public static async Task WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
