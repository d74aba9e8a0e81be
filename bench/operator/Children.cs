using System.Collections.Concurrent;
using System.Diagnostics;
using InferencePlatform.TestCluster;
using InferencePlatform.TestCluster.Client;

namespace InferencePlatform.Bench.Operator;

/// <summary>Watches what a namespace's models own, and when each object came.</summary>
internal sealed class Children : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, (int Count, long Last)> _byModel = new();
    private readonly Task[] _watches;

    public Children(TestNamespace ns) => _watches = [.. Collections.Select(at => WatchAsync(at.GroupVersion is "v1" ? ns.Core(at.Plural) : ns.Of(at.GroupVersion, at.Plural)))];

    /// <summary>Where children of a model that asks for nothing special can be.</summary>
    public static IReadOnlyList<(string GroupVersion, string Plural)> Collections { get; } =
    [
        ("v1", "serviceaccounts"),
        ("v1", "services"),
        ("apps/v1", "deployments"),
        ("networking.k8s.io/v1", "networkpolicies"),
        ("policy/v1", "poddisruptionbudgets"),
    ];

    /// <summary>How many a model has, and the stopwatch's time at which the last came.</summary>
    public (int Count, long Last) Of(string model) => _byModel.GetValueOrDefault(model);

    /// <summary>Waits until there are so many altogether.</summary>
    /// <exception cref="TimeoutException">That takes longer than 20 minutes.</exception>
    public async Task UntilAsync(int count)
    {
        var started = Stopwatch.GetTimestamp();
        while (_byModel.Values.Sum(child => child.Count) < count)
        {
            if (_watches.FirstOrDefault(watch => watch.IsCompleted) is { } ended)
            {
                await ended;
            }

            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(20))
            {
                throw new TimeoutException($"After 20 minutes there are {_byModel.Values.Sum(child => child.Count)} of {count} children.");
            }

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_watches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync(ResourceClient resource)
    {
        using var watch = await resource.WatchAsync("timeoutSeconds=3600");
        while (await watch.ReadAsync(_stop.Token) is { } told)
        {
            if (told.Text("type") == "ADDED" && told.Text("object.metadata.ownerReferences[0].name") is { } model)
            {
                var now = Stopwatch.GetTimestamp();
                _byModel.AddOrUpdate(model, (1, now), (_, before) => (before.Count + 1, now));
            }
        }

        throw new InvalidOperationException($"The server ended the watch of {resource.Path}.");
    }
}
