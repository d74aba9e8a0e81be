using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Leadership;
using InferencePlatform.Kubernetes.Telemetry;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Hosting;

/// <summary>
/// Runs informers, controllers and what else is to be done, in order: every informer watches from the start, so that a
/// process in waiting is warm; controllers and other work run while this process leads.
/// </summary>
public sealed class ControllerManager
{
    private readonly HashSet<IInformer> _informers = [];
    private readonly List<Func<CancellationToken, Task>> _work = [];
    private readonly ControllerManagerOptions _options;
    private readonly ControllerMetrics _metrics;
    private readonly LeaderElector? _elector;

    public ControllerManager(IKubernetesClient client, ControllerManagerOptions options, ControllerMetrics metrics, ILoggerFactory loggers)
    {
        _options = options;
        _metrics = metrics;
        if (options.LeaderElection is { } election)
        {
            _elector = new LeaderElector(client, election, loggers.CreateLogger<LeaderElector>());
            metrics.Add(_elector);
        }
    }

    /// <summary>Where the pages are, once it runs.</summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <summary>Whether the controllers run here.</summary>
    public bool IsLeader => _elector?.IsLeader ?? true;

    /// <summary>Runs an informer that no controller watches.</summary>
    public ControllerManager Add(IInformer informer)
    {
        _informers.Add(informer);
        return this;
    }

    /// <summary>Runs a controller, and the informers it watches.</summary>
    public ControllerManager Add(Controller controller)
    {
        _informers.UnionWith(controller.Informers);
        _metrics.Add(controller);
        return Add(controller.RunAsync);
    }

    /// <summary>Runs something else while this process leads, once the informers have synced. Its failure ends the manager.</summary>
    public ControllerManager Add(Func<CancellationToken, Task> work)
    {
        _work.Add(work);
        return this;
    }

    /// <summary>Runs everything until it is cancelled, or something that must not fail has failed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var pages = _options.Endpoints.Count > 0 || _options.SecureMetrics is not null
            ? await ManagementServer.StartAsync(_options, _metrics, WhyNotReady, cancellationToken)
            : null;
        Addresses = pages?.Addresses ?? [];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = _informers.Select(i => i.RunAsync(stop.Token)).ToList();
        try
        {
            await (_elector is null ? WorkAsync(cancellationToken) : _elector.RunAsync(WorkAsync, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // As asked.
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(watching);
        }
    }

    private string? WhyNotReady() => _informers.FirstOrDefault(i => !i.HasSynced) is { } waiting ? $"The first list of {waiting.Resource} has not come." : null;

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_informers.Select(i => i.WaitForSyncAsync(cancellationToken)));
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(_work.Select(RunAsync));

        // When one fails, what it worked with is not left half alive.
        async Task RunAsync(Func<CancellationToken, Task> work)
        {
            try
            {
                await work(together.Token);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await together.CancelAsync();
                throw;
            }
        }
    }
}
