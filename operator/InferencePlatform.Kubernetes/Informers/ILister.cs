using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Informers;

/// <summary>
/// The objects of a resource as an informer last saw them. Reading asks nobody; what was read is shared and never changes.
/// It may be behind the server for a moment.
/// </summary>
public interface ILister<T>
    where T : KubernetesObject
{
    /// <summary>The object; null where there is none.</summary>
    T? Get(ObjectKey key);

    /// <summary>The objects of a namespace, or all of them.</summary>
    IReadOnlyList<T> List(string? ns = null);

    /// <summary>The objects with an owner reference to this UID.</summary>
    IReadOnlyList<T> OwnedBy(string ownerUid);

    /// <summary>The objects that an index of <see cref="InformerOptions{T}.Indexes"/> has under a value.</summary>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    IReadOnlyList<T> ByIndex(string index, string value);
}
