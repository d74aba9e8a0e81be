using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>Counts a Deployment's pods and says how it does, with Kubernetes' reasons and messages.</summary>
internal static class DeploymentStatusDecision
{
    public static DeploymentStatus Decide(
        Deployment deployment, ReplicaSetFamily family, DeploymentSettings settings, IReadOnlyList<Pod> pods, ReplicaSet? created, DateTimeOffset now)
    {
        var status = Counts(deployment, family, settings, pods, now);
        var conditions = ProgressCondition.Decide(deployment, status, family, settings, created?.Metadata.Name, now);
        var failure = family.All.Select(s => s.Object.Status?.Conditions.Find("ReplicaFailure")).FirstOrDefault(c => c is { Status: "True" });
        return status with { Conditions = failure is null ? conditions.Without("ReplicaFailure") : conditions.With(failure with { LastUpdateTime = failure.LastTransitionTime }, now) };
    }

    /// <summary>The numbers and <c>Available</c>, without a judgement on progress.</summary>
    public static DeploymentStatus Counts(
        Deployment deployment, ReplicaSetFamily family, DeploymentSettings settings, IReadOnlyList<Pod> pods, DateTimeOffset now)
    {
        var existing = family.All.Sum(s => s.Existing);
        var available = family.All.Sum(s => s.Available);
        var enough = available >= settings.MinAvailable;
        var condition = new Condition
        {
            Type = "Available",
            Status = enough ? "True" : "False",
            Reason = enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            Message = enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
        };
        var before = deployment.Status?.Conditions.Find("Available");
        var changed = before?.Status != condition.Status || before.Reason != condition.Reason;
        return new()
        {
            ObservedGeneration = deployment.Metadata.Generation,
            Replicas = existing,
            UpdatedReplicas = family.New?.Existing ?? 0,
            ReadyReplicas = family.All.Sum(s => s.Ready),
            AvailableReplicas = available,
            UnavailableReplicas = Math.Max(0, settings.Replicas - available),
            TerminatingReplicas = pods.Count(p => p.Metadata.DeletionTimestamp is not null && !p.HasEnded()),
            CollisionCount = deployment.Status?.CollisionCount,
            Conditions = changed
                ? (deployment.Status?.Conditions).With(condition with { LastUpdateTime = now }, now)
                : deployment.Status?.Conditions ?? [],
        };
    }
}
