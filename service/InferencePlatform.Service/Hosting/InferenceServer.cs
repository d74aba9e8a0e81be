using InferencePlatform.Grpc.Health;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Grpc;
using InferencePlatform.Service.Health;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Rest;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Service.Telemetry.Tracing;
using InferencePlatform.Service.Tls;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Hosting;

/// <summary>A whole server: its models, and the three ports they are served and watched on.</summary>
internal sealed class InferenceServer : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceMetrics _metrics = new();
    private readonly IDisposable? _export;
    private readonly TlsSource? _tls;
    private readonly MessageBufferPool _buffers;
    private readonly ByteBudget _budget;
    private readonly InferenceScheduler _scheduler;
    private readonly GrpcServer _grpc;
    private readonly HttpHost _http;
    private readonly HttpHost _management;
    private readonly CancellationTokenSource _over = new();
    private Task _watching = Task.CompletedTask;
    private Task _following = Task.CompletedTask;

    public InferenceServer(ServerOptions options, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<InferenceServer>();
        _options = options = WithinFileLimit(options);
        _export = OtlpExport.Start(options.OtlpEndpoint, loggers);
        var cpus = CpuLimit.Read();
        Readiness = new Readiness(Catalog, options.StrictReadiness);
        var health = new HealthStatusStore();
        _ = new HealthPublisher(Catalog, Readiness, health);
        Repository = new ModelRepository(PartOptions.Repository(options, cpus), Catalog, TimeProvider.System, loggers.CreateLogger<ModelRepository>());
        Repository.LoadFailed += (model, kind) => _metrics.ModelLoadFailed(model, kind.ToString());
        Repository.Changed += () => Readiness.Update(Repository.InitialLoadDone, Repository.Problem);

        _metrics.RequestLog = options.LogRequests ? new RequestLog(loggers) : null;
        _buffers = new MessageBufferPool(Math.Min(options.MaxBytesInFlight, 64 << 20));
        _budget = new ByteBudget(options.MaxBytesInFlight);
        _scheduler = new InferenceScheduler(PartOptions.Scheduler(options, cpus), _metrics);
        var services = new InferenceServices(Catalog, _scheduler, _metrics, _buffers, _budget, options.RequestTimeout, options.MaxMessageSize);
        _tls = TlsCheck.Files(options) is { } files ? new TlsSource(files, TimeProvider.System, loggers.CreateLogger<TlsSource>()) : null;
        _grpc = new GrpcServer(GrpcMethods.Create(services, Repository, Readiness, health), PartOptions.Grpc(options, _tls), loggers, _buffers, _budget);
        _metrics.Sources = new MetricSources(Catalog, _grpc, PartOptions.Limits(options), _tls);

        var limits = PartOptions.Http(options);
        _http = new HttpHost(PartOptions.Endpoint(options, options.HttpPort), limits, _tls is null ? null : () => _tls.Rest, loggers, RestEndpoints.Build(CreateRest(loggers)));
        var pages = new ManagementPages(Catalog, Readiness, _metrics);
        _management = new HttpHost(PartOptions.Endpoint(options, options.ManagementPort), limits, null, loggers, pages.AnswerAsync);
    }

    public ModelCatalog Catalog { get; } = new();

    public ModelRepository Repository { get; }

    public Readiness Readiness { get; }

    public int GrpcPort => _grpc.Endpoints[0].Port;

    public int HttpPort => _http.Port;

    public int ManagementPort => _management.Port;

    /// <summary>Ends when loading every model was tried; cancelled where the server stops before.</summary>
    public Task Loaded { get; private set; } = Task.CompletedTask;

    /// <summary>Listens on the three ports, and loads the models meanwhile.</summary>
    /// <exception cref="ServerStartException">A port cannot be had, or the files of TLS cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_tls?.Load() is { Count: > 0 } problems)
        {
            throw new ServerStartException(string.Join(" ", problems));
        }

        _following = _tls?.FollowAsync(_options.TlsPollInterval, _over.Token) ?? Task.CompletedTask;
        Loaded = Task.Run(() => Repository.LoadAllAsync(_stopping.Token), _stopping.Token);
        _watching = WatchAsync();
        await Task.WhenAll(
            Listening.StartAsync("gRPC", _options, "grpc-port", _grpc.StartAsync, cancellationToken),
            Listening.StartAsync("REST", _options, "http-port", _http.StartAsync, cancellationToken),
            Listening.StartAsync("Management", _options, "management-port", _management.StartAsync, cancellationToken));
    }

    /// <summary>Looks at once for other models and another certificate.</summary>
    public async Task ReloadAsync()
    {
        _tls?.Look();
        await Repository.ReloadAsync(_stopping.Token);
    }

    /// <summary>
    /// Stops in good order: not ready at once, so that load balancers turn away; still serving for the drain delay;
    /// then no new connections, and calls in flight finish within the request timeout.
    /// </summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Readiness.BeginDraining();
        await Task.Delay(_options.DrainDelay);
        using var patience = new CancellationTokenSource(_options.RequestTimeout);
        await using (patience.Token.Register(() => ServerEvents.CallsAborted(_logger, _grpc.CallsInFlight, _options.RequestTimeout)))
        {
            await Task.WhenAll(_grpc.StopAsync(patience.Token), _http.StopAsync(patience.Token));
        }

        // Watched to the last.
        await _management.StopAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _grpc.DisposeAsync();
        await _http.DisposeAsync();
        await _management.DisposeAsync();
        await _over.CancelAsync();
        await _following;
        await _watching;
        await Repository.DisposeAsync();
        _scheduler.Dispose();
        _buffers.Dispose();
        _export?.Dispose();
        _metrics.Dispose();
        _stopping.Dispose();
        _over.Dispose();
    }

    private ServerOptions WithinFileLimit(ServerOptions options)
    {
        var files = FileLimit.Read();
        var connections = FileLimit.Connections(options.MaxConnections, files);
        if (connections < options.MaxConnections)
        {
            ServerEvents.ConnectionsLimited(_logger, files!.Value, connections, options.MaxConnections);
        }

        return options with { MaxConnections = connections };
    }

    private RestServices CreateRest(ILoggerFactory loggers) => new()
    {
        Catalog = Catalog,
        Scheduler = _scheduler,
        Metrics = _metrics,
        Buffers = _buffers,
        Budget = _budget,
        Calls = new CallLimit(_options.MaxCallsInFlight),
        Options = new RestOptions(_options.MaxMessageSize, _options.RequestTimeout),
        Readiness = DescribeReadiness,
        IsModelReady = Readiness.IsModelReady,
        Loggers = loggers,
        ServerName = ServerVersion.Name,
        ServerVersion = ServerVersion.Number,
        Repository = new RepositoryControl(Repository),
    };

    private (bool Ready, string Reason) DescribeReadiness()
    {
        var state = Readiness.State;
        return (state.IsReady, state.Reason);
    }

    private async Task WatchAsync()
    {
        try
        {
            await Loaded;
            await Repository.WatchAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
