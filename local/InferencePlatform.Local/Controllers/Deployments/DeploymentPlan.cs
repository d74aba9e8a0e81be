using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>What to do for a Deployment now.</summary>
internal sealed record DeploymentPlan
{
    /// <summary>The ReplicaSet of a template that has none yet.</summary>
    public ReplicaSet? Create { get; init; }

    public IReadOnlyList<ReplicaSetChange> Change { get; init; } = [];

    /// <summary>Old ReplicaSets beyond the history limit.</summary>
    public IReadOnlyList<ReplicaSet> Delete { get; init; } = [];

    /// <summary>The revision the Deployment is to be marked with; null where it is already.</summary>
    public long? Revision { get; init; }

    public required DeploymentStatus Status { get; init; }

    /// <summary>When to look again even if nothing happens.</summary>
    public TimeSpan? RequeueAfter { get; init; }

    public bool WritesSets => Create is not null || Change.Count > 0 || Delete.Count > 0;
}

/// <summary>A ReplicaSet to be given a number of pods and annotations.</summary>
/// <param name="Set">The object.</param>
/// <param name="Replicas">Pods it is to have.</param>
/// <param name="MinReadySeconds">As the Deployment has it now.</param>
/// <param name="Annotations">Those to be set; the others stay.</param>
internal sealed record ReplicaSetChange(ReplicaSet Set, int Replicas, int? MinReadySeconds, IReadOnlyDictionary<string, string> Annotations);
