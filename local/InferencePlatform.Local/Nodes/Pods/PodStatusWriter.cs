using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Nodes.Pods;

/// <summary>Keeps a pod's status at the API server like what is seen here. Only the newest is written; what changes meanwhile goes together.</summary>
internal sealed partial class PodStatusWriter(Pod pod, IKubernetesClient client, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _changed = new(1, 1);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private PodObservation _seen = new();
    private PodStatus? _written = pod.Status;

    public PodObservation Seen
    {
        get
        {
            lock (_lock)
            {
                return _seen;
            }
        }
    }

    public void Update(Func<PodObservation, PodObservation> change)
    {
        lock (_lock)
        {
            _seen = change(_seen);
            if (_changed.CurrentCount == 0)
            {
                _changed.Release();
            }
        }
    }

    /// <summary>Writes each change until the token ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _changed.WaitAsync(cancellationToken);
            while (!await TryWriteAsync(cancellationToken))
            {
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
    }

    /// <summary>Writes what is seen now.</summary>
    /// <returns>False where the server could not be reached or would not; true also where the pod is gone.</returns>
    public async Task<bool> TryWriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var status = PodStatusDecision.Decide(pod, _written, Seen, time.GetUtcNow());
            if (JsonEquality.Same(status, _written))
            {
                return true;
            }

            var patch = Patch.Merge(new JsonObject
            {
                ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid },
                ["status"] = JsonEquality.Node(status),
            });
            await client.PatchAsync<JsonObject>(
                ResourceType.Of<Pod>(), ObjectKey.Of(pod), patch, new() { Subresource = "status", FieldManager = "kubelet" }, cancellationToken);
            _written = status;
            return true;
        }
        catch (ApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone, or another one of the same name.
            return true;
        }
        catch (Exception e) when (e is ApiException or HttpRequestException)
        {
            LogNotWritten(ObjectKey.Of(pod), e.Message);
            return false;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        _changed.Dispose();
        _writing.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "PodStatusNotWritten", Message = "The status of pod {Pod} could not be written and is tried again: {Reason}")]
    private partial void LogNotWritten(ObjectKey pod, string reason);
}
