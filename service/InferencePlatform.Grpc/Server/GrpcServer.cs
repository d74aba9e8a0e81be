using System.Net;
using InferencePlatform.Grpc.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Grpc.Server;

/// <summary>A gRPC server: Kestrel's connections, HTTP/2 and gRPC of our own on them.</summary>
public sealed class GrpcServer : IAsyncDisposable
{
    private readonly MessageBufferPool? _ownBuffers;
    private readonly ByteBudget _budget;
    private readonly IServer _server;
    private readonly WebApplication _services;
    private readonly GrpcApplication _application;
    private readonly LimitedListenerFactory _transport;

    /// <summary>Creates a server; it listens from <see cref="StartAsync"/> on.</summary>
    /// <param name="methods">What it answers.</param>
    /// <param name="options">Where it listens and what it bears.</param>
    /// <param name="loggers">Where unexpected errors are logged.</param>
    /// <param name="buffers">Memory shared with others, and theirs to free; null gives the server its own.</param>
    /// <param name="budget">Bounds the bytes of messages, shared with others; null makes one of the options' size.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public GrpcServer(
        ServerMethods methods, GrpcServerOptions options, ILoggerFactory loggers, MessageBufferPool? buffers = null, ByteBudget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        options.Validate();
        _budget = budget ?? new ByteBudget(options.MaxBytesInFlight);
        _ownBuffers = buffers is null ? new MessageBufferPool(Math.Min(options.MaxBytesInFlight, 64 << 20)) : null;
        Buffers = buffers ?? _ownBuffers!;
        _application = new GrpcApplication(methods, options, Buffers, _budget, loggers.CreateLogger<GrpcServer>());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore()
            .UseSockets(sockets =>
            {
                sockets.WaitForDataBeforeAllocatingBuffer = false;
                sockets.MaxWriteBufferSize = Http2.Http2Limits.ResponseBuffer;
            })
            .LimitConnections(options.MaxConnections)
            .ConfigureKestrel(kestrel => Configure(kestrel, options));
        if (options.Tls is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        // After Kestrel's own, which it replaces.
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, TransportMemoryPool.Factory>();
        var host = builder.Build();
        _services = host;
        _server = host.Services.GetRequiredService<IServer>();
        _transport = host.Services.GetRequiredService<LimitedListenerFactory>();
    }

    /// <summary>Memory of received messages; handlers may borrow from it too.</summary>
    public MessageBufferPool Buffers { get; }

    /// <summary>Calls being served now.</summary>
    public int CallsInFlight => _application.CallsInFlight;

    /// <summary>Connections open now.</summary>
    public int Connections => _transport.Open;

    /// <summary>Calls that ended since the server was made, by method and status; methods in order of their names.</summary>
    public IEnumerable<HandledCallCount> Handled => _application.Handled;

    /// <summary>Bytes of received messages held now.</summary>
    public long BytesInFlight => _budget.Used;

    /// <summary>The addresses listened on, with the ports that were picked; empty before <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints =>
        [.. _server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a)).Select(u => new IPEndPoint(IPAddress.Parse(u.Host.Trim('[', ']')), u.Port))];

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">An address is in use or cannot be had.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(new NoApplication(), cancellationToken);

    /// <summary>
    /// Stops listening, sends GOAWAY on every connection and waits for the calls in flight; those left when the token
    /// is signalled are aborted.
    /// </summary>
    /// <remarks>
    /// A connection is told first that no new calls are wanted and then, when the client has seen that, up to which call
    /// it is served. It is closed after the last one, or when the token is signalled.
    /// </remarks>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _application.Dispose();
        _ownBuffers?.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel, GrpcServerOptions options)
    {
        foreach (var endpoint in options.Endpoints)
        {
            kestrel.Listen(endpoint, listen => Configure(listen, options));
        }
    }

    private void Configure(ListenOptions listen, GrpcServerOptions options)
    {
        listen.Protocols = HttpProtocols.Http2;
        if (options.Tls is { } tls)
        {
            listen.UseTls(tls);
        }

        if (options.MaxConnectionAge != Timeout.InfiniteTimeSpan)
        {
            listen.Use(next => ConnectionAge.Limit(next, options.MaxConnectionAge, options.MaxConnectionAgeGrace));
        }

        listen.Run(_application.ServeAsync);
    }
}
