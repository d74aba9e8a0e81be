using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>Whether a rollout gets further: the condition that <c>kubectl rollout status</c> waits for.</summary>
internal static class ProgressCondition
{
    private const string Type = "Progressing";
    private const string Complete = "NewReplicaSetAvailable";
    private const string TimedOut = "ProgressDeadlineExceeded";

    public static bool IsComplete(DeploymentStatus status, DeploymentSettings settings) =>
        status.UpdatedReplicas == settings.Replicas && status.Replicas == settings.Replicas && status.AvailableReplicas == settings.Replicas;

    public static IReadOnlyList<Condition> Decide(
        Deployment deployment, DeploymentStatus status, ReplicaSetFamily family, DeploymentSettings settings, string? created, DateTimeOffset now)
    {
        var conditions = status.Conditions ?? [];
        if (settings.ProgressDeadline is not { } deadline)
        {
            return conditions.Without(Type);
        }

        var before = conditions.Find(Type);
        var set = family.New?.Name ?? created;
        var after = deployment.Spec.Paused == true ? New("Unknown", "DeploymentPaused", "Deployment is paused")
            : before?.Reason == "DeploymentPaused" ? New("Unknown", "DeploymentResumed", "Deployment is resumed")
            : created is not null ? New("True", "NewReplicaSetCreated", $"Created new replica set \"{created}\"")
            : IsComplete(status, settings) ? New("True", Complete, $"ReplicaSet \"{set}\" has successfully progressed.")
            : IsStillTheSameRollout(before, status) ? before
            : HasProgressed(deployment.Status, status) ? New("True", "ReplicaSetUpdated", $"ReplicaSet \"{set}\" is progressing.")
            : before is null ? New("True", "FoundNewReplicaSet", $"Found new replica set \"{set}\"")
            : IsLate(before, deadline, now) ? New("False", TimedOut, $"ReplicaSet \"{set}\" has timed out progressing.")
            : before;

        // The time of the update is what the deadline counts from: it moves with every step forward.
        var progressed = after!.Reason == "ReplicaSetUpdated" && HasProgressed(deployment.Status, status);
        var same = before is not null && before.Status == after.Status && before.Reason == after.Reason && before.Message == after.Message;
        return same && !progressed ? conditions : conditions.With(after with { LastUpdateTime = now }, now);
    }

    /// <summary>Time until a rollout without progress is late; null where none is under way or it is late already.</summary>
    public static TimeSpan? TimeLeft(Deployment deployment, DeploymentStatus status, DeploymentSettings settings, DateTimeOffset now)
    {
        var condition = status.Conditions.Find(Type);
        if (settings.ProgressDeadline is not { } deadline || deployment.Spec.Paused == true
            || condition is null or { Reason: Complete or TimedOut } || condition.LastUpdateTime is not { } since)
        {
            return null;
        }

        // The API keeps whole seconds.
        var left = since + deadline + TimeSpan.FromSeconds(1) - now;
        return left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1);
    }

    /// <summary>A complete rollout stays complete when a pod fails later or the Deployment is scaled.</summary>
    private static bool IsStillTheSameRollout(Condition? before, DeploymentStatus status) =>
        before?.Reason == Complete && status.UpdatedReplicas == status.Replicas && status.Replicas > 0;

    private static bool HasProgressed(DeploymentStatus? before, DeploymentStatus now) =>
        now.UpdatedReplicas > (before?.UpdatedReplicas ?? 0)
        || now.Replicas - now.UpdatedReplicas < (before?.Replicas ?? 0) - (before?.UpdatedReplicas ?? 0)
        || now.ReadyReplicas > (before?.ReadyReplicas ?? 0)
        || now.AvailableReplicas > (before?.AvailableReplicas ?? 0);

    private static bool IsLate(Condition before, TimeSpan deadline, DateTimeOffset now) =>
        before.Reason == TimedOut || (before.Reason != Complete && before.LastUpdateTime + deadline < now);

    private static Condition New(string status, string reason, string message) => new() { Type = Type, Status = status, Reason = reason, Message = message };
}
