using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Informers;

/// <summary>Usual answers to what an informer should keep.</summary>
public static class Projections
{
    /// <summary>All but <c>managedFields</c>, which are often the larger half of an object.</summary>
    public static T WithoutManagedFields<T>(T o)
        where T : KubernetesObject => o.Metadata.ManagedFields is null ? o : WithManagedFields(o, null);

    /// <summary>All but the <c>managedFields</c> of others.</summary>
    public static Func<T, T> WithManagedFieldsOf<T>(string manager)
        where T : KubernetesObject => o => o.Metadata.ManagedFields is { } all && all.Any(f => f.Manager != manager)
            ? WithManagedFields(o, [.. all.Where(f => f.Manager == manager)])
            : o;

    private static T WithManagedFields<T>(T o, IReadOnlyList<ManagedFieldsEntry>? fields)
        where T : KubernetesObject => (T)((KubernetesObject)o with { Metadata = o.Metadata with { ManagedFields = fields } });
}
