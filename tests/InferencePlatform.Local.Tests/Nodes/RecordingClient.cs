using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Tests.Nodes;

/// <summary>The API server as a pod's worker sees it: objects to read, and a place for statuses.</summary>
internal sealed class RecordingClient : IKubernetesClient
{
    private readonly Lock _lock = new();
    private readonly List<PodStatus> _statuses = [];
    private TaskCompletionSource _changed = NewSignal();

    public ConcurrentDictionary<ObjectKey, KubernetesObject> Objects { get; } = new();

    public TaskCompletionSource<DeleteOptions> Deleted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Server => new("https://127.0.0.1");

    public PodStatus? Status
    {
        get
        {
            lock (_lock)
            {
                return _statuses.LastOrDefault();
            }
        }
    }

    /// <summary>The first status, of those before and those to come, that is as wanted.</summary>
    public async Task<PodStatus> StatusAsync(Func<PodStatus, bool> wanted)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_statuses.FirstOrDefault(wanted) is { } status)
                {
                    return status;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"No such status; the last was {JsonSerializer.Serialize(Status, KubernetesJson.Options)}");
            }
        }
    }

    public Task<T> GetAsync<T>(ResourceType resource, ObjectKey key, CancellationToken cancellationToken)
        where T : class => Objects.TryGetValue(key, out var o) && o is T found
            ? Task.FromResult(found)
            : throw new ApiException(HttpStatusCode.NotFound, "NotFound", $"{resource} \"{key.Name}\" not found");

    public Task<T> PatchAsync<T>(ResourceType resource, ObjectKey key, Patch patch, WriteOptions options, CancellationToken cancellationToken)
        where T : class
    {
        if (options.Subresource != "status")
        {
            return Task.FromResult((T)(object)new JsonObject());
        }

        var status = patch.Body["status"].Deserialize<PodStatus>(KubernetesJson.Options)!;
        lock (_lock)
        {
            _statuses.Add(status);
            _changed.SetResult();
            _changed = NewSignal();
        }

        return Task.FromResult((T)(object)new JsonObject());
    }

    public Task DeleteAsync(ResourceType resource, ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
    {
        Deleted.TrySetResult(options);
        return Task.CompletedTask;
    }

    public Task<ObjectList<T>> ListAsync<T>(ResourceType resource, string? ns, ListOptions options, CancellationToken cancellationToken)
        where T : class => throw new NotSupportedException();

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(ResourceType resource, string? ns, WatchOptions options, CancellationToken cancellationToken)
        where T : class => throw new NotSupportedException();

    public Task<T> CreateAsync<T>(ResourceType resource, string? ns, T body, WriteOptions options, CancellationToken cancellationToken)
        where T : class => Task.FromResult(body);

    public Task<T> UpdateAsync<T>(ResourceType resource, ObjectKey key, T body, WriteOptions options, CancellationToken cancellationToken)
        where T : class => throw new NotSupportedException();

    public Task<T> ApplyAsync<T>(ResourceType resource, ObjectKey key, object body, ApplyOptions options, CancellationToken cancellationToken)
        where T : class => throw new NotSupportedException();

    public Task<HttpResponseMessage> GetRawAsync(string pathAndQuery, string accept, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
