using System.Text.Json.Nodes;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>
/// Calls to a Kubernetes API server. <c>T</c> is one of the types in <c>Models</c>, a type of the caller's own, or
/// <see cref="JsonObject"/>; it is read and written as <see cref="KubernetesJson"/> says.
/// </summary>
/// <remarks>
/// Every call fails with an <see cref="ApiException"/> where the server answers an error, and with an
/// <see cref="HttpRequestException"/> where it cannot be reached. Answers 429 and 503 with <c>Retry-After</c> are tried
/// again a few times; nothing else is. An object that cannot be read as a <c>T</c> is an
/// <see cref="HttpRequestException"/> too.
/// </remarks>
public interface IKubernetesClient
{
    /// <summary>Where the server is.</summary>
    Uri Server { get; }

    Task<T> GetAsync<T>(ResourceType resource, ObjectKey key, CancellationToken cancellationToken)
        where T : class;

    /// <summary>One page of a collection, of the namespace <paramref name="ns"/> or, where that is null, of all.</summary>
    Task<ObjectList<T>> ListAsync<T>(ResourceType resource, string? ns, ListOptions options, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// The changes after <see cref="WatchOptions.ResourceVersion"/>, until the server or the time-out ends the watch. An
    /// error event ends it with an <see cref="ApiException"/> (410 where the version is too old).
    /// </summary>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(ResourceType resource, string? ns, WatchOptions options, CancellationToken cancellationToken)
        where T : class;

    Task<T> CreateAsync<T>(ResourceType resource, string? ns, T body, WriteOptions options, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Replaces the object; a <c>resourceVersion</c> in it makes that conditional.</summary>
    Task<T> UpdateAsync<T>(ResourceType resource, ObjectKey key, T body, WriteOptions options, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Server-side apply of just the fields in <paramref name="body"/>.</summary>
    /// <exception cref="ApiException">409 names the managers and fields in conflict (<see cref="ApiException.Causes"/>).</exception>
    Task<T> ApplyAsync<T>(ResourceType resource, ObjectKey key, object body, ApplyOptions options, CancellationToken cancellationToken)
        where T : class;

    Task<T> PatchAsync<T>(ResourceType resource, ObjectKey key, Patch patch, WriteOptions options, CancellationToken cancellationToken)
        where T : class;

    Task DeleteAsync(ResourceType resource, ObjectKey key, DeleteOptions options, CancellationToken cancellationToken);

    /// <summary>Any other GET below the server's address, such as <c>/version</c> or a pod's log; the caller disposes of the answer.</summary>
    /// <param name="pathAndQuery">What to get; its parts are escaped already.</param>
    /// <param name="accept">The <c>Accept</c> header.</param>
    /// <param name="cancellationToken">Ends the call up to the answer's headers.</param>
    Task<HttpResponseMessage> GetRawAsync(string pathAndQuery, string accept, CancellationToken cancellationToken);
}
