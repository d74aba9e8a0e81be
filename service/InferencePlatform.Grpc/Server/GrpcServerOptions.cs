using System.Net;

namespace InferencePlatform.Grpc.Server;

/// <summary>Where a <see cref="GrpcServer"/> listens and what it bears.</summary>
public sealed class GrpcServerOptions
{
    /// <summary>Addresses to listen on, HTTP/2 in clear with prior knowledge. Port 0 picks a free one.</summary>
    public IList<IPEndPoint> Endpoints { get; } = [];

    /// <summary>Bytes in one received message at most, after decompression; 4 MiB by default, as gRPC's own servers.</summary>
    public int MaxReceiveMessageSize { get; set; } = 4 << 20;

    /// <summary>Bytes of received messages held at once by all calls; what does not fit is refused. 256 MiB by default.</summary>
    public long MaxBytesInFlight { get; set; } = 256L << 20;

    /// <summary>Calls served at once, health and reflection included; more are refused. 4096 by default.</summary>
    public int MaxCallsInFlight { get; set; } = 4096;

    /// <summary>Streams that one connection may have open at once. 1024 by default.</summary>
    public int MaxStreamsPerConnection { get; set; } = 1024;

    /// <summary>Connections at once; more are closed. 4096 by default.</summary>
    public int MaxConnections { get; set; } = 4096;

    /// <summary>
    /// Age at which a connection is asked to go away (GOAWAY), give or take a tenth so that they do not all go at
    /// once; its calls are finished first. Infinite keeps it for ever. 30 minutes by default.
    /// </summary>
    public TimeSpan MaxConnectionAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>What calls get to finish after a connection's age is reached; then it is closed. 10 minutes by default.</summary>
    public TimeSpan MaxConnectionAgeGrace { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Silence on a connection after which the server pings it. 60 seconds by default.</summary>
    public TimeSpan KeepAliveTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Wait for the answer to a ping before the connection is closed. 20 seconds by default.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Silence borne in the middle of one message before its call is ended. 30 seconds by default.</summary>
    public TimeSpan MessageStallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether an unexpected exception's message goes to the caller. Off by default.</summary>
    public bool DetailedErrors { get; set; }
}
