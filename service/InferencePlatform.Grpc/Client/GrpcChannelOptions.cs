using System.Net.Security;

namespace InferencePlatform.Grpc.Client;

/// <summary>How a <see cref="GrpcChannel"/> connects and what it bears.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>The largest message this library can receive, in bytes.</summary>
    public const int LargestMessageSize = 1 << 30;

    /// <summary>
    /// Bytes in one received message at most, after decompression, up to <see cref="LargestMessageSize"/>; 4 MiB by
    /// default, as gRPC's own clients.
    /// </summary>
    public int MaxReceiveMessageSize { get; set; } = 4 << 20;

    /// <summary>Bytes in one sent message at most, before compression, up to <see cref="LargestMessageSize"/>, the default.</summary>
    public int MaxSendMessageSize { get; set; } = LargestMessageSize;

    /// <summary>Whether requests are compressed by gzip where a call does not say otherwise. Off by default.</summary>
    public bool Compress { get; set; }

    /// <summary>Silence on a connection with calls on it after which it is pinged. 60 seconds by default.</summary>
    public TimeSpan KeepAliveTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Wait for the answer to a ping before the connection is given up. 20 seconds by default.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time to connect, TLS included. 20 seconds by default.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether another connection is opened when the server's limit of streams on one is reached; otherwise calls wait
    /// for a free stream. On by default.
    /// </summary>
    public bool MultipleConnections { get; set; } = true;

    /// <summary>
    /// TLS settings of an <c>https</c> address: client certificates, trusted roots, the name to expect. Null: the
    /// system's own.
    /// </summary>
    public SslClientAuthenticationOptions? Tls { get; set; }

    /// <summary>
    /// A handler to send by instead of the channel's own, for tests and for middleware; it stays the caller's, and the
    /// settings of connections here do not apply to it.
    /// </summary>
    public HttpMessageHandler? Handler { get; set; }
}
