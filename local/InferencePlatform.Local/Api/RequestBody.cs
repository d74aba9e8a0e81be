using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Local.Json;
using InferencePlatform.Local.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Local.Api;

/// <summary>Bytes that a request's body may have.</summary>
internal sealed record BodyLimit(long Bytes);

/// <summary>Reads bodies, and looks for fields that do not belong there.</summary>
internal static class RequestBody
{
    /// <summary>How much of a body that is too large is read and thrown away, so that its sender hears the answer.</summary>
    private const int DrainFactor = 4;

    /// <exception cref="StatusException">413: it is too large.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext http)
    {
        var limit = http.Features.GetRequiredFeature<BodyLimit>().Bytes;
        var body = new MemoryStream();
        await using var _ = body.ConfigureAwait(false);
        var buffer = new byte[64 << 10];
        long length = 0;
        for (int read; length < limit * DrainFactor && (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted).ConfigureAwait(false)) > 0;)
        {
            length += read;
            if (length <= limit)
            {
                body.Write(buffer, 0, read);
            }
        }

        return length <= limit ? body.ToArray() : throw new StatusException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {limit}");
    }

    /// <summary>An object to create or to replace, in JSON or YAML as the header says.</summary>
    /// <exception cref="StatusException">415 or 400.</exception>
    public static JsonObject Object(ApiRequest request, byte[] body, List<string> problems)
    {
        var duplicates = new List<string>();
        var content = MediaType(request.Http) switch
        {
            "" or "application/json" or "*/*" => Json(body, duplicates),
            "application/yaml" => Yaml(body),
            "application/vnd.kubernetes.protobuf" => ProtobufBody.Read(body),
            var other => throw new StatusException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: application/json, application/yaml; it was {other}"),
        };
        problems.AddRange(duplicates.Select(d => $"duplicate field \"{d}\""));
        return content;
    }

    public static string MediaType(HttpContext http) => (http.Request.ContentType ?? "").Split(';')[0].Trim();

    /// <exception cref="StatusException">400: the body is no JSON.</exception>
    public static JsonObject Json(byte[] body, ICollection<string>? duplicates = null)
    {
        try
        {
            return JsonTree.ParseObject(body, duplicates);
        }
        catch (JsonException e)
        {
            throw StatusException.BadRequest($"the object provided is unrecognized (must be of type object): {e.Message}");
        }
    }

    /// <exception cref="StatusException">400: the body is no YAML.</exception>
    public static JsonObject Yaml(byte[] body)
    {
        // JSON is YAML too, and reading it as such is quicker.
        if (body.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("{"u8))
        {
            return Json(body);
        }

        try
        {
            return KubernetesYaml.Read(Encoding.UTF8.GetString(body)) is [var only] ? only : throw StatusException.BadRequest("error decoding YAML: expected one document");
        }
        catch (FormatException e)
        {
            throw StatusException.BadRequest($"error decoding YAML: {e.Message}");
        }
    }

    /// <summary>Checks that a body is of the resource, and fills in what its path says.</summary>
    /// <exception cref="StatusException">400: it is of another.</exception>
    public static void CheckIdentity(ApiRequest request, JsonObject o)
    {
        var type = request.Resource.Type;
        if (o["metadata"] is not (null or JsonObject))
        {
            throw Invalidity.Undecodable(request.Resource, "json: cannot unmarshal into field metadata: it must be an object");
        }

        if ((o["apiVersion"].Text() ?? type.ApiVersion) != type.ApiVersion || (o["kind"].Text() ?? type.Kind) != type.Kind)
        {
            throw StatusException.BadRequest($"the API version in the data ({o.TextAt("apiVersion")}, kind {o.TextAt("kind")}) does not match the expected API version ({type.ApiVersion}, kind {type.Kind})");
        }

        o["apiVersion"] = type.ApiVersion;
        o["kind"] = type.Kind;
        var metadata = o.Child("metadata");
        if (request.Namespace is { } ns)
        {
            if (metadata.TextAt("namespace") is { Length: > 0 } given && given != ns)
            {
                throw StatusException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            }

            metadata["namespace"] = ns;
        }
        else
        {
            metadata.Remove("namespace");
        }

        if (request.Name is { } name)
        {
            if (metadata.TextAt("name") is { Length: > 0 } given && given != name)
            {
                throw StatusException.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
            }

            metadata["name"] = name;
        }
    }

    /// <summary>Drops fields that the schema does not have; whether that is an error or a warning, the request says.</summary>
    public static void Prune(ApiRequest request, JsonObject o, List<string> problems) =>
        problems.AddRange(Pruning.Prune(o, request.Resource.Schema).Select(f => $"unknown field \"{f}\""));

    /// <exception cref="StatusException">The request is strict, and something was dropped.</exception>
    public static void Report(ApiRequest request, List<string> problems, Func<string, StatusException> refusal)
    {
        if (problems.Count == 0 || request.FieldValidation == "Ignore")
        {
            return;
        }

        if (request.FieldValidation == "Strict")
        {
            throw refusal($"strict decoding error: {string.Join(", ", problems)}");
        }

        foreach (var problem in problems)
        {
            request.Http.Response.Headers.Append("Warning", $"299 - \"{problem.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }
    }
}
