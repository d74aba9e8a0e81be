using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.ReplicaSets;

/// <summary>Decides which pods a ReplicaSet lacks or has too many of.</summary>
internal static class ReplicaSetDecision
{
    /// <summary>Pods created or deleted in one step; the rest waits for the next.</summary>
    public const int Burst = 100;

    /// <param name="set">The ReplicaSet.</param>
    /// <param name="pods">Pods that it controls.</param>
    /// <param name="now">The time.</param>
    public static ReplicaSetPlan Decide(ReplicaSet set, IReadOnlyList<Pod> pods, DateTimeOffset now)
    {
        var active = pods.Where(PodState.IsActive).ToList();
        var difference = active.Count - (set.Spec.Replicas ?? 1);
        var deleting = set.Metadata.DeletionTimestamp is not null;
        var minReady = set.Spec.MinReadySeconds ?? 0;
        return new(
            deleting ? 0 : Math.Clamp(-difference, 0, Burst),
            deleting || difference <= 0 ? [] : [.. active.Order(PodRank.Instance).Take(Math.Min(difference, Burst))],
            Status(set, active, minReady, now),
            NextAvailable(active, minReady, now));
    }

    public static Pod NewPod(ReplicaSet set)
    {
        var template = set.Spec.Template;
        return new()
        {
            Metadata = new()
            {
                GenerateName = set.Metadata.Name + "-",
                Namespace = set.Metadata.Namespace,
                Labels = template?.Metadata?.Labels,
                Annotations = template?.Metadata?.Annotations,
                Finalizers = template?.Metadata?.Finalizers,
                OwnerReferences = [Ownership.ControllerReference(set)],
            },
            Spec = template?.Spec ?? new(),
        };
    }

    private static ReplicaSetStatus Status(ReplicaSet set, List<Pod> active, int minReady, DateTimeOffset now)
    {
        var template = set.Spec.Template?.Metadata?.Labels;
        return new()
        {
            Replicas = active.Count,
            FullyLabeledReplicas = active.Count(p => template is null || template.Matches(p.Metadata.Labels)),
            ReadyReplicas = active.Count(PodState.IsReady),
            AvailableReplicas = active.Count(p => p.IsAvailable(minReady, now)),
            ObservedGeneration = set.Metadata.Generation,
            Conditions = set.Status?.Conditions,
        };
    }

    private static TimeSpan? NextAvailable(List<Pod> active, int minReady, DateTimeOffset now) => active
        .Where(p => p.IsReady() && !p.IsAvailable(minReady, now))
        .Select(p => (TimeSpan?)(p.ReadyCondition()!.LastTransitionTime + TimeSpan.FromSeconds(minReady) - now))
        .Min();
}
