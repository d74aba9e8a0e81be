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
}
