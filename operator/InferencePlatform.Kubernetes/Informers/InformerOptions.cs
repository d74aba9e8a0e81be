using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Kubernetes.Informers;

/// <summary>What an informer holds.</summary>
public sealed record InformerOptions<T>
    where T : KubernetesObject
{
    /// <summary>The namespace; null for the whole cluster.</summary>
    public string? Namespace { get; init; }

    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    /// <summary>What to keep of each object, so that memory holds only what somebody reads. It must not change key, UID, owners or resource version.</summary>
    public Func<T, T> Projection { get; init; } = Projections.WithoutManagedFields;

    /// <summary>More ways to find objects: by name, the values that an object is found under.</summary>
    public IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> Indexes { get; init; } = new Dictionary<string, Func<T, IEnumerable<string>>>();

    /// <summary>Objects in a page of a list.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>The server is asked to end each watch after this, or up to twice as long.</summary>
    public TimeSpan MinWatch { get; init; } = TimeSpan.FromMinutes(5);

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
