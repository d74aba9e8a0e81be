using System.Net;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Informers;

/// <summary>
/// Lists a resource, watches it from there on, and goes on like that whatever happens. A watch that ended is taken up where
/// it ended; only where the server has forgotten that point is the resource listed again.
/// </summary>
internal sealed class Reflector<T>(IKubernetesClient client, ResourceType resource, InformerOptions<T> options, IReflectorTarget<T> target, ILogger logger)
    where T : KubernetesObject
{
    /// <summary>How long a watch may outlive the time it was asked to end after.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Watches in a row that failed from the same point; then that point is not trusted any more.</summary>
    internal const int MaxFailuresFromOnePoint = 6;

    private static readonly TimeSpan TooShort = TimeSpan.FromSeconds(1);

    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30));
    private readonly TimeProvider _time = options.TimeProvider;
    private string? _version;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                _version ??= await ListAsync(cancellationToken);
                await WatchAsync(_version, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                await RecoverAsync(e, cancellationToken);
            }
        }
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        var unreadable = new List<ObjectKey>();
        var all = await client.ListAllAsync<T>(
            resource,
            options.Namespace,
            new ListOptions
            {
                LabelSelector = options.LabelSelector,
                FieldSelector = options.FieldSelector,
                Limit = options.PageSize,
                OnUnreadable = o =>
                {
                    unreadable.Add(o.Key);
                    InformerLog.Unreadable(logger, resource, o.Key, o.Error);
                },
            },
            cancellationToken);
        target.Replace(all.Items, unreadable);
        return all.ResourceVersion;
    }

    private async Task WatchAsync(string version, CancellationToken cancellationToken)
    {
#pragma warning disable CA5394 // Chance, so that the watches of a restarted server do not end all at once.
        var timeout = options.MinWatch * (1 + Random.Shared.NextDouble());
#pragma warning restore CA5394
        using var watchdog = new CancellationTokenSource(timeout + Grace, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(watchdog.Token, cancellationToken);
        var watch = new WatchOptions
        {
            ResourceVersion = version,
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            Timeout = timeout,
            OnUnreadable = o => InformerLog.Unreadable(logger, resource, o.Key, o.Error),
        };
        var started = _time.GetTimestamp();
        try
        {
            await foreach (var e in client.WatchAsync<T>(resource, options.Namespace, watch, both.Token))
            {
                if (e.Object is { } o)
                {
                    target.Change(e.Type, o);
                }

                _version = e.ResourceVersion.Length > 0 ? e.ResourceVersion : _version;
                _backoff.Reset();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"It neither ended nor failed {Grace.TotalSeconds} s after its time.");
        }

        if (_version == version && _time.GetElapsedTime(started) < TooShort)
        {
            throw new HttpRequestException("The server ended it at once.");
        }

        _backoff.Reset();
    }

    private async Task RecoverAsync(Exception e, CancellationToken cancellationToken)
    {
        var wait = _backoff.Next();
        if (IsForgotten(e) || _backoff.Tries >= MaxFailuresFromOnePoint)
        {
            _version = null;
        }

        if (e is ApiException { RetryAfter: { } asked } && asked > wait)
        {
            wait = asked;
        }

        if (e is ApiException { IsGone: true })
        {
            InformerLog.TooOld(logger, resource);
        }
        else
        {
            InformerLog.Interrupted(logger, resource, options.Namespace ?? "all namespaces", e.Message, wait);
        }

        try
        {
            await Task.Delay(wait, _time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }

    /// <summary>Whether a watch from the same point can only fail again: the point is too old, from a future that never was, or not to be had.</summary>
    private static bool IsForgotten(Exception e) => e is ApiException api
        && (api.IsGone
            || ((int)api.StatusCode < 500 && api.StatusCode != HttpStatusCode.TooManyRequests)
            || api.Causes.Any(c => c.Reason == "ResourceVersionTooLarge"));
}
