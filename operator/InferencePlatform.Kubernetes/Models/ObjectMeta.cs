using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>The part of every object that the API server knows: name, labels, owners, versions.</summary>
public sealed record ObjectMeta
{
    public string? Name { get; init; }

    public string? GenerateName { get; init; }

    public string? Namespace { get; init; }

    public string? Uid { get; init; }

    /// <summary>Opaque; only ever compared for equality or handed back to the server.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Counts changes of the spec.</summary>
    public long? Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Set once the object is being deleted and waits for a finalizer or a grace period.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Seconds.</summary>
    public long? DeletionGracePeriodSeconds { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    [ListMap("uid")]
    [PatchMergeKey("uid")]
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    [ListSet]
    public IReadOnlyList<string>? Finalizers { get; init; }

    /// <summary>Who owns which field, as server-side apply keeps it.</summary>
    [Atomic]
    public IReadOnlyList<ManagedFieldsEntry>? ManagedFields { get; init; }
}
