using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Server;

/// <summary>Decides from a request's headers whether it is a call that this server answers.</summary>
internal static class RequestHeaders
{
    /// <summary>
    /// Finds the method and opens the call. What is not gRPC at all is refused with an HTTP status beside gRPC's, as the
    /// protocol asks.
    /// </summary>
    /// <returns>With what to refuse the call; null where it is taken.</returns>
    public static Refusal? Open(ServerCall call, RequestHead head, Dictionary<string, ServerMethod> methods)
    {
        if (head.IsTooLarge)
        {
            return new Refusal(new Status(StatusCode.ResourceExhausted, $"The request's headers are over {Http2Limits.MaxHeaderListSize} bytes or {Http2Limits.MaxHeaders} lines; send less metadata."), HttpStatus: 431);
        }

        if (head.Method != "POST")
        {
            return new Refusal(new Status(StatusCode.Internal, $"The HTTP method is {head.Method}; gRPC calls use POST."), HttpStatus: 405, "allow", "POST");
        }

        var contentType = head.Find("content-type");
        if (!GrpcHeaders.IsGrpcContentType(contentType))
        {
            return new Refusal(new Status(StatusCode.Internal, $"The content type is '{contentType}'; this port answers '{GrpcHeaders.ContentType}' only."), HttpStatus: 415);
        }

        if (!methods.TryGetValue(head.Path, out var method))
        {
            return new Refusal(new Status(StatusCode.Unimplemented, $"{head.Path} is not served here; server reflection lists what is."));
        }

        call.Method = method;
        var encoding = head.Find(GrpcHeaders.Encoding);
        if (encoding is not (null or GrpcHeaders.Identity or GrpcHeaders.Gzip))
        {
            return new Refusal(new Status(StatusCode.Unimplemented, $"Messages come compressed by '{encoding}'; this server knows {GrpcHeaders.SupportedEncodings}."), HttpStatus: 200, GrpcHeaders.AcceptEncoding, GrpcHeaders.SupportedEncodings);
        }

        TimeSpan? timeout = null;
        if (head.Find(GrpcHeaders.Timeout) is { } text)
        {
            if (!GrpcTimeout.TryParse(text, out var parsed))
            {
                return new Refusal(new Status(StatusCode.Internal, $"'{GrpcHeaders.Timeout}: {text}' is not a timeout; it is at most eight digits and one of H, M, S, m, u, n."));
            }

            timeout = parsed;
        }

        call.Open(encoding, timeout, GrpcHeaders.ListHas(head.Find(GrpcHeaders.AcceptEncoding), GrpcHeaders.Gzip));
        return null;
    }
}
