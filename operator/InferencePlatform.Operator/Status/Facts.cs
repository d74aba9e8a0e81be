using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Observation;
using InferencePlatform.Operator.Planning;

namespace InferencePlatform.Operator.Status;

/// <summary>What the conditions are decided from, worked out once.</summary>
internal sealed record Facts
{
    public required Snapshot Snapshot { get; init; }

    /// <summary>The hash of the pod template that the spec asks for; null where the spec cannot be carried out.</summary>
    public required string? TemplateHash { get; init; }

    /// <summary>Why nothing is made of the spec; null where it is.</summary>
    public required Problem? Problem { get; init; }

    /// <summary>Pods that are wanted, by whoever scales.</summary>
    public required int Wanted { get; init; }

    /// <summary>Pods that have not ended and are not ending, of every template.</summary>
    public required IReadOnlyList<Pod> Pods { get; init; }

    /// <summary>Those of the template that the spec asks for.</summary>
    public required IReadOnlyList<Pod> Current { get; init; }

    /// <summary>Of those, the ones that are ready.</summary>
    public required IReadOnlyList<Pod> Ready { get; init; }

    /// <summary>How many of those the Service's endpoints have.</summary>
    public required int Reachable { get; init; }

    /// <summary>What keeps a wanted pod from serving, if anything does.</summary>
    public required PodFailure? Failure { get; init; }

    public static Facts Of(Snapshot snapshot, string? templateHash, Problem? problem)
    {
        var kept = snapshot.Pods.Where(p => p.Metadata.DeletionTimestamp is null).OrderBy(p => p.Metadata.Name, StringComparer.Ordinal).ToList();
        var pods = kept.Where(p => !PodFacts.HasEnded(p)).ToList();
        var current = pods.Where(IsCurrent).ToList();
        var ready = current.Where(PodFacts.IsReady).ToList();
        var wanted = Scaling.Wanted(snapshot);

        // A pod that ended says why as long as one is missing; then it has been replaced.
        var ended = ready.Count < wanted ? kept.Where(p => PodFacts.HasEnded(p) && IsCurrent(p)) : [];
        return new Facts
        {
            Snapshot = snapshot,
            TemplateHash = templateHash,
            Problem = problem,
            Wanted = wanted,
            Pods = pods,
            Current = current,
            Ready = ready,
            Reachable = ready.Count(p => IsEndpoint(p, snapshot.EndpointSlices)),
            Failure = current.Concat(ended).Select(p => PodFailures.Find(p, snapshot.Model.Spec, snapshot.Now)).FirstOrDefault(f => f is not null),
        };

        bool IsCurrent(Pod pod) => templateHash is not null && Rendering.TemplateHash.Of(pod) == templateHash;
    }

    private static bool IsEndpoint(Pod pod, IReadOnlyList<EndpointSlice> slices) => slices.Any(s => s.Endpoints?.Any(e =>
        e.Conditions?.Ready != false && e.Addresses?.Contains(pod.Status?.PodIP ?? "") == true) == true);
}
