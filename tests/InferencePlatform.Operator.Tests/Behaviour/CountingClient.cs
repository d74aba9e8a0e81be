using System.Collections.Concurrent;
using System.Net;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;

namespace InferencePlatform.Operator.Tests.Behaviour;

/// <summary>Hands calls on and writes down those that change something.</summary>
internal sealed class CountingClient(IKubernetesClient inner) : IKubernetesClient
{
    private readonly ConcurrentQueue<string> _writes = new();
    private readonly ConcurrentQueue<string> _failures = new();

    /// <summary>Verb, kind and name of each, but for events.</summary>
    public IReadOnlyList<string> Writes => [.. _writes];

    /// <summary>What the server answered to those that it refused, events too.</summary>
    public IReadOnlyList<string> Failures => [.. _failures];

    /// <summary>A call that is refused as if the server did; null where none is.</summary>
    public string? Refused { get; set; }

    /// <summary>What happens before a call goes out, once for each, which is given as its verb, kind and name; nothing where there is none.</summary>
    public ConcurrentDictionary<string, Func<Task>> Before { get; } = new();

    public Uri Server => inner.Server;

    public Task<T> GetAsync<T>(ResourceType resource, ObjectKey key, CancellationToken cancellationToken)
        where T : class => inner.GetAsync<T>(resource, key, cancellationToken);

    public Task<ObjectList<T>> ListAsync<T>(ResourceType resource, string? ns, ListOptions options, CancellationToken cancellationToken)
        where T : class => inner.ListAsync<T>(resource, ns, options, cancellationToken);

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(ResourceType resource, string? ns, WatchOptions options, CancellationToken cancellationToken)
        where T : class => inner.WatchAsync<T>(resource, ns, options, cancellationToken);

    public Task<T> CreateAsync<T>(ResourceType resource, string? ns, T body, WriteOptions options, CancellationToken cancellationToken)
        where T : class => CallAsync("create", resource, "", options.Subresource, () => inner.CreateAsync(resource, ns, body, options, cancellationToken));

    public Task<T> UpdateAsync<T>(ResourceType resource, ObjectKey key, T body, WriteOptions options, CancellationToken cancellationToken)
        where T : class => CallAsync("update", resource, key.Name, options.Subresource, () => inner.UpdateAsync(resource, key, body, options, cancellationToken));

    public Task<T> ApplyAsync<T>(ResourceType resource, ObjectKey key, object body, ApplyOptions options, CancellationToken cancellationToken)
        where T : class => CallAsync("apply", resource, key.Name, options.Subresource, () => inner.ApplyAsync<T>(resource, key, body, options, cancellationToken));

    public Task<T> PatchAsync<T>(ResourceType resource, ObjectKey key, Patch patch, WriteOptions options, CancellationToken cancellationToken)
        where T : class => CallAsync("patch", resource, key.Name, options.Subresource, () => inner.PatchAsync<T>(resource, key, patch, options, cancellationToken));

    public Task DeleteAsync(ResourceType resource, ObjectKey key, DeleteOptions options, CancellationToken cancellationToken) =>
        CallAsync("delete", resource, key.Name, null, async () =>
        {
            await inner.DeleteAsync(resource, key, options, cancellationToken);
            return true;
        });

    public Task<HttpResponseMessage> GetRawAsync(string pathAndQuery, string accept, CancellationToken cancellationToken) => inner.GetRawAsync(pathAndQuery, accept, cancellationToken);

    private async Task<T> CallAsync<T>(string verb, ResourceType resource, string name, string? subresource, Func<Task<T>> call)
    {
        var text = $"{verb} {resource.Kind}{(subresource is null ? "" : "/" + subresource)} {name}";
        if (resource.Kind != "Event")
        {
            _writes.Enqueue(text);
        }

        if (Before.TryRemove(text, out var before))
        {
            await before();
        }

        try
        {
            return text == Refused
                ? throw new ApiException(HttpStatusCode.UnprocessableEntity, "Invalid", $"{resource.Kind} \"{name}\" is invalid: too odd.")
                : await call();
        }
        catch (ApiException e)
        {
            _failures.Enqueue($"{text}: {e.Message}");
            throw;
        }
    }
}
