using System.Net;
using System.Text;

namespace InferencePlatform.Grpc.Client;

/// <summary>The handler of a channel's connections.</summary>
internal static class ChannelHandler
{
    /// <summary>Bytes of a stream that may be under way: large enough that a tensor is not held up by window updates.</summary>
    private const int StreamWindow = 1 << 20;

    /// <summary>What gRPC's own clients keep an idle channel connected for.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(30);

    public static SocketsHttpHandler Create(GrpcChannelOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = options.MultipleConnections,
            InitialHttp2StreamWindowSize = StreamWindow,
            KeepAlivePingDelay = options.KeepAliveTime,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = IdleTimeout,

            // Metadata that came from elsewhere may hold what is no ASCII but valid in HTTP; it must not fail the call.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        };
        if (options.Tls is { } tls)
        {
            handler.SslOptions = tls;
        }

        return handler;
    }
}
