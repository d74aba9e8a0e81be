using System.Security.Authentication;

namespace InferencePlatform.Grpc.Client;

/// <summary>The status of a call that the transport failed.</summary>
internal static class TransportErrors
{
    public static Status ToStatus(Exception error, Uri address)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case RpcException rpc:
                    return rpc.Status;
                case HttpProtocolException protocol when !IsOfConnection(protocol) && Enum.IsDefined((Http2Error)protocol.ErrorCode):
                    return FromHttp2((Http2Error)protocol.ErrorCode);
            }
        }

        var reason = (error as HttpRequestException)?.InnerException?.Message ?? error.Message;
        return error switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                new Status(StatusCode.Unavailable, $"The name in {address.GetLeftPart(UriPartial.Authority)} cannot be resolved: {reason}"),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                new Status(StatusCode.Unavailable, $"Cannot connect to {address.GetLeftPart(UriPartial.Authority)}: {reason}"),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException =>
                new Status(StatusCode.Unavailable, $"No TLS connection to {address.GetLeftPart(UriPartial.Authority)}: {reason}"),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                new Status(StatusCode.ResourceExhausted, $"The response's headers are over a limit: {reason}"),
            HttpRequestException or IOException =>
                new Status(StatusCode.Unavailable, $"The connection to {address.GetLeftPart(UriPartial.Authority)} failed during the call: {reason}"),
            OperationCanceledException or ObjectDisposedException =>
                new Status(StatusCode.Cancelled, "The channel is closed."),
            _ => new Status(StatusCode.Internal, $"{error.GetType().Name}: {error.Message}"),
        };
    }

    /// <summary>
    /// Whether the whole connection went, by GOAWAY, and not the call's stream alone. The exception has the error code of
    /// either, and says which only in words.
    /// </summary>
    private static bool IsOfConnection(HttpProtocolException error) => error.Message.Contains("connection", StringComparison.Ordinal);

    // Source: grpc/grpc, doc/PROTOCOL-HTTP2.md, "Errors".
    private static Status FromHttp2(Http2Error code) => code switch
    {
        Http2Error.RefusedStream => new Status(StatusCode.Unavailable, "The server refused the call before it did anything for it (HTTP/2 REFUSED_STREAM)."),
        Http2Error.Cancel => new Status(StatusCode.Cancelled, "The server gave the call up (HTTP/2 CANCEL)."),
        Http2Error.EnhanceYourCalm => new Status(StatusCode.ResourceExhausted, "The server says that this client sends too much (HTTP/2 ENHANCE_YOUR_CALM)."),
        Http2Error.InadequateSecurity => new Status(StatusCode.PermissionDenied, "The server finds the connection not secure enough for the call (HTTP/2 INADEQUATE_SECURITY)."),
        _ => new Status(StatusCode.Internal, $"The server broke the call off with HTTP/2 error {(long)code} ({code})."),
    };

    /// <summary>Error codes of RFC 9113, section 7.</summary>
    private enum Http2Error : long
    {
        NoError = 0,
        ProtocolError = 1,
        InternalError = 2,
        FlowControlError = 3,
        SettingsTimeout = 4,
        StreamClosed = 5,
        FrameSizeError = 6,
        RefusedStream = 7,
        Cancel = 8,
        CompressionError = 9,
        ConnectError = 10,
        EnhanceYourCalm = 11,
        InadequateSecurity = 12,
        Http11Required = 13,
    }
}
