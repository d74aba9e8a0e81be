using System.Net;
using System.Net.Security;
using InferencePlatform.Grpc.Memory;

namespace InferencePlatform.Grpc.Server;

/// <summary>Where a <see cref="GrpcServer"/> listens and what it bears.</summary>
public sealed class GrpcServerOptions
{
    // A timer holds 49 days; an age is up to a tenth longer.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(40);

    /// <summary>Addresses to listen on. Port 0 picks a free one.</summary>
    public IList<IPEndPoint> Endpoints { get; } = [];

    /// <summary>
    /// TLS settings, asked for at each connection, so that a certificate can be exchanged; options given more than once
    /// must have their <c>ApplicationProtocols</c>, which are <c>h2</c>. Null, the default: HTTP/2 in clear with prior
    /// knowledge.
    /// </summary>
    public Func<SslServerAuthenticationOptions>? Tls { get; set; }

    /// <summary>
    /// Bytes in one received message at most, after decompression, from 1 to 2³⁰; 4 MiB by default, as gRPC's own servers.
    /// </summary>
    public int MaxReceiveMessageSize { get; set; } = 4 << 20;

    /// <summary>
    /// Bytes of received messages held at once by all calls, at least <see cref="MaxReceiveMessageSize"/>; what does not
    /// fit is refused. 256 MiB by default.
    /// </summary>
    public long MaxBytesInFlight { get; set; } = 256L << 20;

    /// <summary>Calls served at once, health and reflection included; more are refused. 4096 by default.</summary>
    public int MaxCallsInFlight { get; set; } = 4096;

    /// <summary>Streams that one connection may have open at once. 1024 by default.</summary>
    public int MaxStreamsPerConnection { get; set; } = 1024;

    /// <summary>Connections at once to each endpoint; more are closed. 4096 by default.</summary>
    public int MaxConnections { get; set; } = 4096;

    /// <summary>
    /// Age at which a connection is asked to go away (GOAWAY), give or take a tenth so that they do not all go at
    /// once; its calls are finished first. At most 40 days; infinite keeps it for ever. 30 minutes by default.
    /// </summary>
    public TimeSpan MaxConnectionAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// What calls get to finish after a connection's age is reached; then it is closed. At most 40 days, or infinite.
    /// 10 minutes by default.
    /// </summary>
    public TimeSpan MaxConnectionAgeGrace { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Silence on a connection after which the server pings it; at least 1 second, or infinite. 60 seconds by default.</summary>
    public TimeSpan KeepAliveTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Wait for the answer to a ping before the connection is closed; at least 1 second, or infinite. 20 seconds by default.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Silence borne in the middle of one message before its call is ended; at most 40 days, or infinite. 30 seconds by
    /// default.
    /// </summary>
    public TimeSpan MessageStallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether an unexpected exception's message goes to the caller. Off by default.</summary>
    public bool DetailedErrors { get; set; }

    /// <summary>What the waits for a client's first and last bytes are measured by.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Finds what cannot be, so that it fails the start and not a call.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        Require(Endpoints.Count > 0, nameof(Endpoints), "needs an address");
        Require(MaxReceiveMessageSize is > 0 and <= MessageBufferPool.MaxLength, nameof(MaxReceiveMessageSize), $"is from 1 to {MessageBufferPool.MaxLength}");
        Require(MaxBytesInFlight >= MaxReceiveMessageSize, nameof(MaxBytesInFlight), $"is at least {nameof(MaxReceiveMessageSize)}");
        Require(MaxCallsInFlight > 0, nameof(MaxCallsInFlight), "is positive");
        Require(MaxStreamsPerConnection > 0, nameof(MaxStreamsPerConnection), "is positive");
        Require(MaxConnections > 0, nameof(MaxConnections), "is positive");
        RequireTime(MaxConnectionAge, TimeSpan.FromMilliseconds(1), nameof(MaxConnectionAge));
        RequireTime(MaxConnectionAgeGrace, TimeSpan.Zero, nameof(MaxConnectionAgeGrace));
        RequireTime(KeepAliveTime, TimeSpan.FromSeconds(1), nameof(KeepAliveTime));
        RequireTime(KeepAliveTimeout, TimeSpan.FromSeconds(1), nameof(KeepAliveTimeout));
        RequireTime(MessageStallTimeout, TimeSpan.FromMilliseconds(1), nameof(MessageStallTimeout));
    }

    private static void RequireTime(TimeSpan value, TimeSpan least, string option) =>
        Require(
            value == Timeout.InfiniteTimeSpan || (value >= least && value <= LongestTime),
            option,
            $"is from {least} to {LongestTime}, or infinite");

    private static void Require(bool holds, string option, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{option} {rule}.");
        }
    }
}
