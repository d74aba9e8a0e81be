using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Queue;
using InferencePlatform.Kubernetes.Telemetry;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Kubernetes.Controllers;

/// <summary>
/// Calls a reconciler for the objects of one resource whenever they, or what belongs to them, change. What one object's
/// reconcile does, an exception or a wait without end, does not stop the others.
/// </summary>
public sealed class Controller : IDisposable
{
    private readonly List<IInformer> _informers = [];
    private readonly IReconciler _reconciler;
    private readonly ControllerOptions _options;
    private readonly ILogger _logger;
    private ResourceType? _resource;
    private Func<IEnumerable<ObjectKey>> _all = () => [];

    public Controller(string name, IReconciler reconciler, ControllerOptions options, ILogger<Controller> logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Concurrency, 1);
        Name = name;
        _reconciler = reconciler;
        _options = options;
        _logger = logger;
        Queue = new RateLimitedQueue<ObjectKey>(options.Queue);
    }

    /// <summary>For logs and metrics.</summary>
    public string Name { get; }

    /// <summary>The keys to reconcile; anybody may add to it.</summary>
    public RateLimitedQueue<ObjectKey> Queue { get; }

    /// <summary>What it watches.</summary>
    public IReadOnlyCollection<IInformer> Informers => _informers;

    internal int Concurrency => _options.Concurrency;

    internal ReconcileMetrics Metrics { get; } = new();

    /// <summary>Reconciles the objects of this informer. To be called once, and first.</summary>
    public Controller For<T>(Informer<T> informer)
        where T : KubernetesObject
    {
        if (_resource is not null)
        {
            throw new InvalidOperationException($"The controller {Name} is for {_resource} already.");
        }

        _resource = informer.Resource;
        _all = () => informer.Lister.List().Select(ObjectKey.Of);
        return Watches(informer, o => [ObjectKey.Of(o)]);
    }

    /// <summary>Reconciles the controlling owner of an object that changed.</summary>
    public Controller Owns<T>(Informer<T> informer)
        where T : KubernetesObject
    {
        var owner = _resource ?? throw new InvalidOperationException($"The controller {Name} is for no resource yet.");
        return Watches(informer, o => OwnerOf(o, owner));
    }

    /// <summary>Reconciles what <paramref name="map"/> says an object that changed matters to, as it was before and as it is now.</summary>
    public Controller Watches<T>(Informer<T> informer, Func<T, IEnumerable<ObjectKey>> map)
        where T : KubernetesObject
    {
        _informers.Add(informer);
        informer.AddHandler((before, after) =>
        {
            foreach (var key in Keys(before).Union(Keys(after)))
            {
                Queue.Add(key);
            }
        });
        return this;

        IEnumerable<ObjectKey> Keys(T? o) => o is null ? [] : map(o);
    }

    /// <summary>Works until it is cancelled and what is under way has ended. It begins with every object there is.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_informers.Select(i => i.WaitForSyncAsync(cancellationToken))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var key in _all())
        {
            Queue.Add(key);
        }

        await Task.WhenAll(Enumerable.Range(0, _options.Concurrency).Select(_ => Task.Run(() => WorkAsync(cancellationToken), CancellationToken.None)));
    }

    public void Dispose() => Queue.Dispose();

    private static IEnumerable<ObjectKey> OwnerOf(KubernetesObject o, ResourceType owner) =>
        from reference in o.Metadata.OwnerReferences ?? []
        where reference.Controller == true && reference.Kind == owner.Kind && GroupOf(reference.ApiVersion).SequenceEqual(owner.Group)
        select new ObjectKey(owner.Namespaced ? o.Metadata.Namespace : null, reference.Name);

    private static ReadOnlySpan<char> GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? apiVersion.AsSpan(0, slash) : default;

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            ObjectKey key;
            try
            {
                key = await Queue.GetAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await ReconcileAsync(key, cancellationToken);
            }
            finally
            {
                Queue.Done(key);
            }
        }
    }

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var started = _options.TimeProvider.GetTimestamp();
        ReconcileOutcome? outcome = ReconcileOutcome.Error;
        var terminal = false;
        using var patience = new CancellationTokenSource(_options.ReconcileTimeout, _options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        Metrics.Begin();
        try
        {
            var result = await _reconciler.ReconcileAsync(key, both.Token);
            Queue.Forget(key);
            outcome = ReconcileOutcome.Success;
            if (result.RequeueAfter is { } after)
            {
                outcome = ReconcileOutcome.RequeueAfter;
                Queue.AddAfter(key, after);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped in the middle, so the work on this object is not done.
            outcome = null;
            Queue.Add(key);
        }
        catch (TerminalException e)
        {
            terminal = true;
            Queue.Forget(key);
            ControllerLog.FailedForGood(_logger, e, Name, key);
        }
        catch (Exception e)
        {
            Queue.AddRateLimited(key);
            ControllerLog.Failed(_logger, e, Name, key, Queue.Failures(key), _options.ReconcileTimeout);
        }
        finally
        {
            Metrics.End(outcome, terminal, _options.TimeProvider.GetElapsedTime(started));
        }
    }
}
