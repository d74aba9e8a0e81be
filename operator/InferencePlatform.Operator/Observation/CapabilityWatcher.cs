using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Discovery;

using InferencePlatform.Operator.Rendering;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Operator.Observation;

/// <summary>
/// Finds out what the cluster has, at the start and then now and again: a metrics server or the Prometheus operator may be
/// installed after this one.
/// </summary>
internal sealed class CapabilityWatcher(IApiDiscovery discovery, ModelCaches caches, Controller controller, TimeProvider time, ILogger<CapabilityWatcher> logger)
{
    /// <summary>As long as the answers of discovery are kept.</summary>
    private static readonly TimeSpan Interval = ApiDiscovery.Keep;

    private static readonly TimeSpan RetryAtStart = TimeSpan.FromSeconds(1);

    private volatile bool _imageVolumes;

    public ClusterCapabilities Current => new()
    {
        DisruptionBudgets = caches.DisruptionBudgets.IsOpen,
        ResourceMetrics = caches.Autoscalers.IsOpen,
        ServiceMonitors = caches.ServiceMonitors.IsOpen,
        ImageVolumes = _imageVolumes,
    };

    /// <summary>The first look. The controller, which waits for the informers it watches, begins with what is found.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                foreach (var cache in await FindAsync(cancellationToken))
                {
                    cache.Watch(controller);
                    cache.Publish();
                }

                return;
            }
            catch (Exception e) when (e is ApiException or HttpRequestException)
            {
                CapabilityLog.Unknown(logger, e.Message);
                await Task.Delay(RetryAtStart, time, cancellationToken);
            }
        }
    }

    /// <summary>Looks for what was not there before, until it is cancelled or there is all.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        try
        {
            while (caches.Optional.Any(c => !c.IsOpen))
            {
                await Task.Delay(Interval, time, cancellationToken);
                await OpenAsync(running, cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    private async Task OpenAsync(List<Task> running, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var cache in await FindAsync(cancellationToken))
            {
                var resource = cache.Needs;
                CapabilityLog.Found(logger, resource);
                var informers = cache.Watch(controller);
                running.AddRange(informers.Select(i => i.RunAsync(cancellationToken)));
                await Task.WhenAll(informers.Select(i => i.WaitForSyncAsync(cancellationToken)));
                cache.Publish();
                foreach (var model in caches.Models.List())
                {
                    controller.Queue.Add(ObjectKey.Of(model));
                }
            }
        }
        catch (Exception e) when (e is ApiException or HttpRequestException)
        {
            CapabilityLog.Unknown(logger, e.Message);
        }
    }

    private async Task<IReadOnlyList<IOptionalCache>> FindAsync(CancellationToken cancellationToken)
    {
        _imageVolumes = (await discovery.VersionAsync(cancellationToken)).IsAtLeast(1, 31);
        var found = new List<IOptionalCache>();
        foreach (var cache in caches.Optional.Where(c => !c.IsOpen))
        {
            if (await discovery.ServesAsync(cache.Needs, cancellationToken))
            {
                found.Add(cache);
            }
        }

        return found;
    }
}

internal static partial class CapabilityLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "What the cluster serves is not known yet, trying again: {Problem}")]
    public static partial void Unknown(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "The cluster serves {Resource} now.")]
    public static partial void Found(ILogger logger, ResourceType resource);
}
