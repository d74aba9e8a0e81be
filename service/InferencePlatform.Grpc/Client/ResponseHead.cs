using System.Globalization;
using System.Net.Http.Headers;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Client;

/// <summary>What a response's headers and trailers say of the call.</summary>
internal static class ResponseHead
{
    /// <summary>The codec of the response's messages; null for none.</summary>
    public static string? Encoding(HttpResponseMessage response) => Single(response.Headers, GrpcHeaders.Encoding);

    /// <summary>The status of a response that is nothing but headers or no gRPC at all; null where messages may follow.</summary>
    public static Status? EarlyStatus(HttpResponseMessage response)
    {
        if (StatusIn(response.Headers) is { } status)
        {
            return status;
        }

        var http = (int)response.StatusCode;
        if (http != 200)
        {
            return new Status(FromHttp(http), $"The server answered HTTP {http} without a gRPC status.");
        }

        var contentType = response.Content.Headers.NonValidated.TryGetValues("content-type", out var values) ? values.ToString() : null;
        if (!GrpcHeaders.IsGrpcContentType(contentType))
        {
            return new Status(StatusCode.Unknown, $"The response's content type is '{contentType}', not '{GrpcHeaders.ContentType}': is this a gRPC server?");
        }

        return Encoding(response) is null or GrpcHeaders.Identity or GrpcHeaders.Gzip
            ? null
            : new Status(StatusCode.Internal, $"The response is compressed by '{Encoding(response)}', which this client did not offer; it knows {GrpcHeaders.SupportedEncodings}.");
    }

    /// <summary>The status of a response whose body has ended.</summary>
    public static Status FinalStatus(HttpResponseMessage response) =>
        TrailingStatus(response) ?? new Status(StatusCode.Unknown, "The response ended without a gRPC status.");

    /// <summary>The status in the trailers; null where there is none, or the body has not ended.</summary>
    public static Status? TrailingStatus(HttpResponseMessage response) => StatusIn(response.TrailingHeaders);

    public static Metadata ToMetadata(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (!ReservedHeaders.Has(name))
            {
                foreach (var value in values)
                {
                    BinaryHeader.AddReceived(metadata, name.ToLowerInvariant(), value);
                }
            }
        }

        return metadata;
    }

    private static Status? StatusIn(HttpHeaders headers)
    {
        if (Single(headers, GrpcHeaders.Status) is not { } text)
        {
            return null;
        }

        var message = PercentEncoding.Decode(Single(headers, GrpcHeaders.Message) ?? "");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code > (int)StatusCode.Unauthenticated)
        {
            return new Status(StatusCode.Unknown, $"The server ended the call with the unknown status '{text}': {message}");
        }

        return new Status((StatusCode)code, message);
    }

    private static string? Single(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    // Source: grpc/grpc, doc/http-grpc-status-mapping.md.
    private static StatusCode FromHttp(int status) => status switch
    {
        400 or 431 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
