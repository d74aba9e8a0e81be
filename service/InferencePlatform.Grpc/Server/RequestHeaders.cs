using System.Diagnostics.CodeAnalysis;
using InferencePlatform.Grpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InferencePlatform.Grpc.Server;

/// <summary>Decides from a request's headers whether it is a call that this server answers.</summary>
internal static class RequestHeaders
{
    /// <summary>
    /// Finds the method and opens the call; or says with which status to refuse it. What is not gRPC at all is refused
    /// with an HTTP status beside it, as the protocol asks.
    /// </summary>
    public static bool TryOpen(
        ServerCall call, Dictionary<string, ServerMethod> methods, [NotNullWhen(true)] out ServerMethod? method, out Status refusal)
    {
        var request = call.Features.Get<IHttpRequestFeature>()!;
        var headers = request.Headers;
        method = null;
        if (!HttpMethods.IsPost(request.Method))
        {
            var response = call.Features.Get<IHttpResponseFeature>()!;
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = HttpMethods.Post;
            refusal = new Status(StatusCode.Internal, $"The HTTP method is {request.Method}; gRPC calls use POST.");
            return false;
        }

        if (!GrpcHeaders.IsGrpcContentType(headers.ContentType))
        {
            call.Features.Get<IHttpResponseFeature>()!.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            refusal = new Status(StatusCode.Internal, $"The content type is '{headers.ContentType}'; this port answers '{GrpcHeaders.ContentType}' only.");
            return false;
        }

        if (!methods.TryGetValue(request.Path, out method))
        {
            refusal = new Status(StatusCode.Unimplemented, $"{request.Path} is not served here; server reflection lists what is.");
            return false;
        }

        return TryOpen(call, headers, out refusal);
    }

    private static bool TryOpen(ServerCall call, IHeaderDictionary headers, out Status refusal)
    {
        string? encoding = headers[GrpcHeaders.Encoding];
        if (encoding is not (null or GrpcHeaders.Identity or GrpcHeaders.Gzip))
        {
            call.Features.Get<IHttpResponseFeature>()!.Headers[GrpcHeaders.AcceptEncoding] = GrpcHeaders.SupportedEncodings;
            refusal = new Status(StatusCode.Unimplemented, $"Messages come compressed by '{encoding}'; this server knows {GrpcHeaders.SupportedEncodings}.");
            return false;
        }

        TimeSpan? timeout = null;
        if ((string?)headers[GrpcHeaders.Timeout] is { } text)
        {
            if (!GrpcTimeout.TryParse(text, out var parsed))
            {
                refusal = new Status(StatusCode.Internal, $"'{GrpcHeaders.Timeout}: {text}' is not a timeout; it is at most eight digits and one of H, M, S, m, u, n.");
                return false;
            }

            timeout = parsed;
        }

        call.Open(encoding, timeout, GrpcHeaders.ListHas(headers[GrpcHeaders.AcceptEncoding], GrpcHeaders.Gzip));
        refusal = default;
        return true;
    }
}
