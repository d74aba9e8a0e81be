using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>The same calls for types that say themselves which resource they are.</summary>
public static class TypedClientExtensions
{
    public static Task<T> GetAsync<T>(this IKubernetesClient client, ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject => client.GetAsync<T>(ResourceType.Of<T>(), key, cancellationToken);

    public static Task<T> CreateAsync<T>(this IKubernetesClient client, T body, CancellationToken cancellationToken)
        where T : KubernetesObject => client.CreateAsync(ResourceType.Of<T>(), body.Metadata.Namespace, body, WriteOptions.Plain, cancellationToken);

    /// <summary>Applies a whole object under its own name.</summary>
    public static Task<T> ApplyAsync<T>(this IKubernetesClient client, T body, ApplyOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject => client.ApplyAsync<T>(ResourceType.Of<T>(), ObjectKey.Of(body), body, options, cancellationToken);

    public static Task DeleteAsync<T>(this IKubernetesClient client, ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject => client.DeleteAsync(ResourceType.Of<T>(), key, options, cancellationToken);

    /// <summary>The whole collection of one type.</summary>
    public static Task<ObjectList<T>> ListAllAsync<T>(this IKubernetesClient client, string? ns, ListOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject => client.ListAllAsync<T>(ResourceType.Of<T>(), ns, options, cancellationToken);

    /// <inheritdoc cref="IKubernetesClient.GetRawAsync"/>
    public static Task<HttpResponseMessage> GetRawAsync(this IKubernetesClient client, string pathAndQuery, CancellationToken cancellationToken) =>
        client.GetRawAsync(pathAndQuery, "application/json, */*", cancellationToken);
}
