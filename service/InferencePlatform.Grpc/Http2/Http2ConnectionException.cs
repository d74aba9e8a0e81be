namespace InferencePlatform.Grpc.Http2;

/// <summary>What the peer did ends the connection: it is told why by GOAWAY. Source: RFC 9113, 5.4.1.</summary>
internal sealed class Http2ConnectionException(Http2Error error, string message) : Exception(message)
{
    public Http2Error Error { get; } = error;
}
