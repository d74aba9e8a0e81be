using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Events;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Telemetry;
using InferencePlatform.Local.Api;
using InferencePlatform.Local.Controllers.Garbage;
using InferencePlatform.Local.Network;
using InferencePlatform.Local.Nodes;
using InferencePlatform.Local.Nodes.Logs;
using InferencePlatform.Local.Nodes.Pods;
using InferencePlatform.Local.Nodes.Processes;
using InferencePlatform.Local.Nodes.Volumes;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Hosting;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Hosting;

/// <summary>A cluster in one process: API server, controllers, operator, node and proxy.</summary>
internal sealed partial class Platform : IAsyncDisposable
{
    private readonly PlatformOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly StateLock _lock;
    private readonly LoopbackNetwork _network;
    private readonly PodDirectory _pods;
    private readonly ProcessStarter _starter = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly EmbeddedApiServer _api;
    private readonly EventRecorder _events;
    private readonly ServiceProxy _proxy;
    private Task _running = Task.CompletedTask;
    private Task _operator = Task.CompletedTask;
    private CancellationTokenSource _operatorStopping = new();

    private Platform(PlatformOptions options, ILoggerFactory loggers, StateLock stateLock, LoopbackNetwork network, EmbeddedApiServer api, PodDirectory pods)
    {
        _options = options;
        _loggers = loggers;
        _log = loggers.CreateLogger<Platform>();
        _lock = stateLock;
        _network = network;
        _api = api;
        _pods = pods;
        Client = NewClient("inference-platform");
        _events = new EventRecorder(Client, new() { ReportingController = "inference-platform", TimeProvider = options.Time }, loggers.CreateLogger<EventRecorder>());
        _proxy = new ServiceProxy(OnAddressRefused, loggers.CreateLogger<ServiceProxy>());
    }

    public KubernetesClient Client { get; }

    public string KubeconfigPath => _api.KubeconfigPath!;

    /// <summary>Ends when something that must not fail has failed; until then the platform runs.</summary>
    public Task Failed => _options.RunsOperator ? Task.WhenAny(_running, _operator).Unwrap() : _running;

    /// <exception cref="PlatformException">It cannot be started; the message says why.</exception>
    public static async Task<Platform> StartAsync(PlatformOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var stateLock = StateLock.Take(options.StateFolder);
        LoopbackNetwork? network = null;
        EmbeddedApiServer? api = null;
        try
        {
            network = LoopbackNetwork.Take(options.StateFolder);
            var pods = new PodDirectory();
            api = await StartApiAsync(options, network, pods, loggers, cancellationToken);
            var platform = new Platform(options, loggers, stateLock, network, api, pods);
            await platform.StartPartsAsync(cancellationToken);
            return platform;
        }
        catch (Exception e)
        {
            if (api is not null)
            {
                await api.DisposeAsync();
            }

            network?.Dispose();
            stateLock.Dispose();
            throw e is IOException or UnauthorizedAccessException or InvalidDataException ? new PlatformException(e.Message, e) : e;
        }
    }

    /// <summary>Stops the operator, and starts another: what an upgrade of it is.</summary>
    public async Task RestartOperatorAsync()
    {
        await StopOperatorAsync();
        _operatorStopping = new CancellationTokenSource();
        _operator = RunOperatorAsync(_operatorStopping.Token);
    }

    /// <summary>Ends the pods, each with its own grace, and then the rest. The objects stay for the next start.</summary>
    /// <param name="now">Ends the pods at once.</param>
    public async Task StopAsync(CancellationToken now)
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await StopOperatorAsync();
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var workers = _pods.All;
        LogDraining(workers.Count);
        foreach (var worker in workers)
        {
            worker.Stop(worker.Grace, deleted: false);
        }

        using var hurry = now.Register(() =>
        {
            foreach (var worker in workers)
            {
                worker.Kill(deleted: false);
            }
        });
        await Task.WhenAll(workers.Select(w => w.Ended));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        foreach (var worker in _pods.All)
        {
            worker.Dispose();
        }

        await _proxy.DisposeAsync();
        await _events.DisposeAsync();
        await Client.DisposeAsync();
        await _api.DisposeAsync();
        _starter.Dispose();
        _stopping.Dispose();
        _operatorStopping.Dispose();
        _network.Dispose();
        _lock.Dispose();
    }

    private static Task<EmbeddedApiServer> StartApiAsync(PlatformOptions options, LoopbackNetwork network, PodDirectory pods, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        EmbeddedApiServer.StartAsync(
            new()
            {
                StateDirectory = options.StateFolder,
                Port = options.ApiPort,
                CustomResourceDefinitions = [CustomResourceDefinitionWriter.WriteYaml()],
                PodLogs = new PodLogs(pods),
                ServiceAddresses = new LoopbackServiceAddresses(network.ServiceOctet),
                Time = options.Time,
            },
            loggers,
            cancellationToken);

    private void OnAddressRefused(ProxyEntry entry, string why)
    {
        _events.Warning("AddressNotAvailable", "Listen", why, entry.Service);
        _options.Notify($"Service {ObjectKey.Of(entry.Service)}: {why}");
    }

    private async Task StartPartsAsync(CancellationToken cancellationToken)
    {
        var ledger = new ProcessLedger(Path.Combine(_options.StateFolder, "processes"));
        foreach (var orphan in await ledger.EndOrphansAsync(cancellationToken))
        {
            LogOrphan(orphan);
        }

        await DeleteStalePodsAsync(cancellationToken);
        var node = new NodeServices(
            Client, _options.StateFolder, _options.Images, new PodAddresses(_network.PodOctet), _starter, ledger, new PodVolumes(Client),
            new PodEvents(_events, _log), _options.Time, _log);
        var controllers = new PlatformControllers(Client, _events, _options.Time, _loggers).Create(_pods, node, _proxy, CollectedResources.Of([CustomResourceDefinitionWriter.WriteYaml()]));
        _running = controllers.RunAsync(_stopping.Token);
        if (_options.RunsOperator)
        {
            _operator = RunOperatorAsync(_operatorStopping.Token);
        }
    }

    /// <summary>Takes away folders of pods that the API knows no more.</summary>
    private async Task DeleteStalePodsAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_options.StateFolder, "pods");
        if (Directory.Exists(folder))
        {
            var pods = await Client.ListAsync<Pod>(ResourceType.Of<Pod>(), null, ListOptions.All, cancellationToken);
            var known = pods.Items.Select(p => p.Metadata.Uid).ToHashSet();
            foreach (var stale in Directory.EnumerateDirectories(folder).Where(f => !known.Contains(Path.GetFileName(f))))
            {
                Directory.Delete(stale, recursive: true);
            }
        }
    }

    private async Task RunOperatorAsync(CancellationToken cancellationToken)
    {
        var metrics = new ControllerMetrics();
        await using var client = NewClient("inference-operator", metrics);
        var options = new OperatorOptions
        {
            Policy = new() { ServerImage = OperatorDefaults.ServerImage, AllowedImages = [.. _options.Images.Programs.Keys], AllowFileUris = true, EndpointForm = Operator.Observation.EndpointForm.ClusterIP },
            TimeProvider = _options.Time,
            Endpoints = OperatorPages.Endpoints(_network, _options.Notify),
        };
        await OperatorHost.RunAsync(options, client, _loggers, cancellationToken, metrics);
    }

    private async Task StopOperatorAsync()
    {
        await _operatorStopping.CancelAsync();
        await _operator.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Its own server is no reason to hold back: this client has no limit.</summary>
    private KubernetesClient NewClient(string userAgent, ControllerMetrics? metrics = null) =>
        new(_api.ClusterConfiguration, new() { UserAgent = userAgent, RequestsPerSecond = 0, Metrics = metrics, TimeProvider = _options.Time });

    [LoggerMessage(Level = LogLevel.Information, EventName = "Draining", Message = "{Count} pods are told to end")]
    private partial void LogDraining(int count);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "OrphanEnded", Message = "Process {Pid} of a platform that was killed is ended")]
    private partial void LogOrphan(int pid);
}
