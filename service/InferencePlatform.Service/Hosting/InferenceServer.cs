using System.Net;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Grpc;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Hosting;

/// <summary>A whole server: its models, and the three ports they are served and watched on.</summary>
internal sealed class InferenceServer : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly ServiceMetrics _metrics = new();
    private readonly MessageBufferPool _buffers;
    private readonly InferenceScheduler _scheduler;
    private readonly GrpcServer _grpc;
    private readonly HttpHost _http;
    private readonly HttpHost _management;

    public InferenceServer(ServerOptions options, ILoggerFactory loggers)
    {
        _options = options;
        _buffers = new MessageBufferPool(Math.Min(options.MaxBytesInFlight, 64 << 20));
        _scheduler = new InferenceScheduler(new SchedulerOptions(1, options.MaxQueueLength), _metrics);
        var methods = new ServerMethods();
        new PredictService(Catalog, _scheduler, _buffers).AddTo(methods);
        _grpc = new GrpcServer(methods, GrpcOptions(options), loggers);
        var limits = new HttpHostLimits(options.MaxMessageSize, options.MaxConnections);
        _http = new HttpHost(Endpoint(options, options.HttpPort), limits, loggers, _ => { });
        _management = new HttpHost(Endpoint(options, options.ManagementPort), limits, loggers, _ => { });
    }

    public ModelCatalog Catalog { get; } = new();

    public int GrpcPort => _grpc.Endpoints[0].Port;

    public int HttpPort => _http.Port;

    public int ManagementPort => _management.Port;

    /// <summary>Ends when every model was loaded or refused.</summary>
    public Task Loaded { get; private set; } = Task.CompletedTask;

    /// <summary>Listens on the three ports and loads the models meanwhile.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Loaded = Task.Run(() => RepositoryLoader.Load(_options, Catalog), cancellationToken);
        await Task.WhenAll(_grpc.StartAsync(cancellationToken), _http.StartAsync(cancellationToken), _management.StartAsync(cancellationToken));
    }

    /// <summary>Stops listening and waits for the calls in flight; those left when the token is signalled are aborted.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_grpc.StopAsync(cancellationToken), _http.StopAsync(cancellationToken), _management.StopAsync(cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _grpc.DisposeAsync();
        await _http.DisposeAsync();
        await _management.DisposeAsync();
        _scheduler.Dispose();
        _buffers.Dispose();
        _metrics.Dispose();
    }

    private static IPEndPoint Endpoint(ServerOptions options, int port) => new(options.Host, port);

    private static GrpcServerOptions GrpcOptions(ServerOptions options) => new()
    {
        Endpoints = { Endpoint(options, options.GrpcPort) },
        MaxReceiveMessageSize = options.MaxMessageSize,
        MaxBytesInFlight = options.MaxBytesInFlight,
        MaxCallsInFlight = options.MaxCallsInFlight,
        MaxConnections = options.MaxConnections,
        MaxConnectionAge = options.MaxConnectionAge,
        MaxConnectionAgeGrace = options.MaxConnectionAgeGrace,
    };
}
