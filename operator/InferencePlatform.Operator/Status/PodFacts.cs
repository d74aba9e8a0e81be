using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Operator.Status;

/// <summary>Plain questions about a pod.</summary>
internal static class PodFacts
{
    public static bool IsReady(Pod pod) => IsTrue(pod, "Ready") && pod.Metadata.DeletionTimestamp is null;

    /// <summary>Whether it has ended for good: a Deployment has another made in its place, while its object may stay for days.</summary>
    public static bool HasEnded(Pod pod) => pod.Status?.Phase is "Failed" or "Succeeded";

    public static bool IsTrue(Pod pod, string condition) => Find(pod, condition)?.Status == "True";

    public static Condition? Find(Pod pod, string condition) => pod.Status?.Conditions?.FirstOrDefault(c => c.Type == condition);
}
