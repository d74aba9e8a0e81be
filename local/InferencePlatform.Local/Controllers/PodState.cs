using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers;

/// <summary>What controllers ask of a pod.</summary>
internal static class PodState
{
    /// <summary>Neither ended nor being deleted.</summary>
    public static bool IsActive(this Pod pod) => pod.Metadata.DeletionTimestamp is null && !pod.HasEnded();

    public static bool HasEnded(this Pod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    public static bool IsReady(this Pod pod) => pod.ReadyCondition() is { Status: "True" };

    /// <summary>Ready for at least <paramref name="minReadySeconds"/>.</summary>
    public static bool IsAvailable(this Pod pod, int minReadySeconds, DateTimeOffset now) =>
        pod.ReadyCondition() is { Status: "True" } ready && (minReadySeconds == 0 || ready.LastTransitionTime + TimeSpan.FromSeconds(minReadySeconds) <= now);

    public static Condition? ReadyCondition(this Pod pod) => pod.Status?.Conditions?.FirstOrDefault(c => c.Type == "Ready");
}
