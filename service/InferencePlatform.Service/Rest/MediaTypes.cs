using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Rest;

/// <summary>What bodies may be.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";

    /// <summary>JSON followed by tensors' bytes.</summary>
    public const string Binary = "application/octet-stream";

    /// <summary>Bytes of the JSON that tensors' bytes follow.</summary>
    public const string JsonLengthHeader = "Inference-Header-Content-Length";

    /// <summary>Refuses a body that is marked as something else. One that is not marked is taken for JSON.</summary>
    /// <exception cref="RestException">It is neither JSON nor the binary extension's mixture.</exception>
    public static void CheckRequest(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is [{ Length: > 0 } encoding, ..] && encoding != "identity")
        {
            throw RestException.Unsupported($"The body has the Content-Encoding '{encoding}'; send it without one.");
        }

        if (request.ContentType is not null and not Json && !IsAccepted(request.ContentType))
        {
            throw RestException.Unsupported($"The body has the Content-Type '{request.ContentType}'; send '{Json}' in UTF-8, or '{Binary}' with {JsonLengthHeader}.");
        }
    }

    private static bool IsAccepted(string contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed) || parsed.MediaType is not { } type)
        {
            return false;
        }

        return type.Equals(Binary, StringComparison.OrdinalIgnoreCase)
            || (type.Equals(Json, StringComparison.OrdinalIgnoreCase)
                && (parsed.CharSet is null || parsed.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)));
    }
}
