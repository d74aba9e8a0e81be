using InferencePlatform.Kubernetes.Schema;

namespace InferencePlatform.Kubernetes.Models;

/// <summary>Something that happened to an object, for people to read (<c>events.k8s.io/v1</c>).</summary>
[Resource("events.k8s.io", "v1", "events", "Event")]
public sealed record Event : KubernetesObject
{
    public MicroTime? EventTime { get; init; }

    public EventSeries? Series { get; init; }

    public string? ReportingController { get; init; }

    public string? ReportingInstance { get; init; }

    /// <summary>What was done, in one word.</summary>
    public string? Action { get; init; }

    /// <summary>Why, in one word.</summary>
    public string? Reason { get; init; }

    public ObjectReference? Regarding { get; init; }

    public ObjectReference? Related { get; init; }

    /// <summary>The sentence for people, 1024 bytes at most.</summary>
    public string? Note { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; init; }

    /// <summary>What writers of <c>core/v1</c> events give instead of the reporting controller; the other three are theirs too.</summary>
    public EventSource? DeprecatedSource { get; init; }

    public DateTimeOffset? DeprecatedFirstTimestamp { get; init; }

    public DateTimeOffset? DeprecatedLastTimestamp { get; init; }

    public int? DeprecatedCount { get; init; }
}

public sealed record EventSource
{
    public string? Component { get; init; }

    public string? Host { get; init; }
}

public sealed record EventSeries
{
    public int Count { get; init; }

    public MicroTime LastObservedTime { get; init; }
}
