using System.Collections.Concurrent;
using System.Net;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;

namespace InferencePlatform.Operator.Tests.Behaviour;

/// <summary>Hands calls on and writes down those that change something.</summary>
internal sealed class CountingClient(IKubernetesClient inner) : IKubernetesClient
{
    private readonly ConcurrentQueue<string> _writes = new();

    /// <summary>Verb, kind and name of each, but for events.</summary>
    public IReadOnlyList<string> Writes => [.. _writes];

    /// <summary>A call that is refused as if the server did; null where none is.</summary>
    public string? Refused { get; set; }

    public Uri Server => inner.Server;

    public Task<T> GetAsync<T>(ResourceType resource, ObjectKey key, CancellationToken cancellationToken)
        where T : class => inner.GetAsync<T>(resource, key, cancellationToken);

    public Task<ObjectList<T>> ListAsync<T>(ResourceType resource, string? ns, ListOptions options, CancellationToken cancellationToken)
        where T : class => inner.ListAsync<T>(resource, ns, options, cancellationToken);

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(ResourceType resource, string? ns, WatchOptions options, CancellationToken cancellationToken)
        where T : class => inner.WatchAsync<T>(resource, ns, options, cancellationToken);

    public Task<T> CreateAsync<T>(ResourceType resource, string? ns, T body, WriteOptions options, CancellationToken cancellationToken)
        where T : class
    {
        Note("create", resource, "", options.Subresource);
        return inner.CreateAsync(resource, ns, body, options, cancellationToken);
    }

    public Task<T> UpdateAsync<T>(ResourceType resource, ObjectKey key, T body, WriteOptions options, CancellationToken cancellationToken)
        where T : class
    {
        Note("update", resource, key.Name, options.Subresource);
        return inner.UpdateAsync(resource, key, body, options, cancellationToken);
    }

    public Task<T> ApplyAsync<T>(ResourceType resource, ObjectKey key, object body, ApplyOptions options, CancellationToken cancellationToken)
        where T : class
    {
        Note("apply", resource, key.Name, options.Subresource);
        return inner.ApplyAsync<T>(resource, key, body, options, cancellationToken);
    }

    public Task<T> PatchAsync<T>(ResourceType resource, ObjectKey key, Patch patch, WriteOptions options, CancellationToken cancellationToken)
        where T : class
    {
        Note("patch", resource, key.Name, options.Subresource);
        return inner.PatchAsync<T>(resource, key, patch, options, cancellationToken);
    }

    public Task DeleteAsync(ResourceType resource, ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
    {
        Note("delete", resource, key.Name, null);
        return inner.DeleteAsync(resource, key, options, cancellationToken);
    }

    public Task<HttpResponseMessage> GetRawAsync(string pathAndQuery, string accept, CancellationToken cancellationToken) => inner.GetRawAsync(pathAndQuery, accept, cancellationToken);

    private void Note(string verb, ResourceType resource, string name, string? subresource)
    {
        if (resource.Kind != "Event")
        {
            var call = $"{verb} {resource.Kind}{(subresource is null ? "" : "/" + subresource)} {name}";
            _writes.Enqueue(call);
            if (call == Refused)
            {
                throw new ApiException(HttpStatusCode.UnprocessableEntity, "Invalid", $"{resource.Kind} \"{name}\" is invalid: too odd.");
            }
        }
    }
}
