using InferencePlatform.Operator.Planning;

namespace InferencePlatform.Operator.Status;

/// <summary>Whether all pods have a node.</summary>
internal static class ScheduledRule
{
    public static Verdict Decide(Facts facts)
    {
        if (facts.Pods.FirstOrDefault(p => PodFacts.Find(p, "PodScheduled") is { Status: "False" }) is { } pod)
        {
            var says = PodFacts.Find(pod, "PodScheduled")!.Message ?? "the scheduler does not say why";
            return Verdict.False(Reasons.Unschedulable, $"No node has room for pod {pod.Metadata.Name}: {says.TrimEnd('.')}. Add nodes, or ask for less in spec.resources and spec.scheduling; where only a rollout needs the room, rollout.maxSurge: 0 with maxUnavailable: 1 does without.");
        }

        if (facts.Snapshot.Deployment?.Status?.Conditions?.FirstOrDefault(c => c is { Type: "ReplicaFailure", Status: "True" }) is { } refused)
        {
            return Verdict.False(Reasons.PodsRefused, $"The API server refuses the pods: {refused.Message?.TrimEnd('.')}. A quota, a limit range or Pod Security of the namespace may be why.");
        }

        return facts.Pods.Count > 0 ? Verdict.True(Reasons.Scheduled, "Every pod has a node.")
            : facts.Wanted == 0 ? Verdict.True(Reasons.ScaledToZero, "No pod is wanted.")
            : Verdict.Unknown(Reasons.NoPods, "There is no pod yet.");
    }
}
