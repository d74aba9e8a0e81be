using System.Collections.Concurrent;
using InferencePlatform.Service.Runtime;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Models;

/// <summary>Versions that take no more calls and wait, without holding anybody up, for those in flight.</summary>
internal sealed class Retirements(TimeSpan patience, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<ModelVersion, Task> _pending = new();

    /// <summary>Retires a version that the catalog no longer has.</summary>
    /// <param name="version">The version.</param>
    /// <param name="gone">Called when its memory is free.</param>
    public void Begin(ModelVersion version, Action gone)
    {
        var released = version.RetireAsync();
        _pending[version] = released;
        _ = FollowAsync(version, released, gone);
    }

    /// <summary>Waits for all, within bounds.</summary>
    public async Task WaitAsync()
    {
        try
        {
            await Task.WhenAll(_pending.Values).WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            // Each that is late has said so in the log.
        }
    }

    private async Task FollowAsync(ModelVersion version, Task released, Action gone)
    {
        try
        {
            await released.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            // Calls have a longest time of their own, so this ends too.
            RepositoryLog.Held(logger, version.Name, version.Version, patience.TotalSeconds);
            await released;
        }

        await Task.Run(NativeHeap.Trim);
        _pending.TryRemove(version, out _);
        RepositoryLog.Unloaded(logger, version.Name, version.Version);
        gone();
    }
}
