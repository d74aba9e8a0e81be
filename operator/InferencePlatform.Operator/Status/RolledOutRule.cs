using InferencePlatform.Operator.Planning;

namespace InferencePlatform.Operator.Status;

/// <summary>Whether all pods are of the template that the spec asks for.</summary>
internal static class RolledOutRule
{
    public static Verdict Decide(Facts facts)
    {
        if (facts.Problem is { } problem)
        {
            return Verdict.False(problem.Reason, problem.Message);
        }

        var deployment = facts.Snapshot.Deployment;
        if (deployment is null || Rendering.TemplateHash.Of(deployment) != facts.TemplateHash)
        {
            return facts.Snapshot.Model.Spec.Paused == true
                ? Verdict.False(Reasons.Paused, "The spec asks for other pods than run, and paused: true keeps them from being made.")
                : Verdict.False(Reasons.RollingOut, "The Deployment is about to be changed.");
        }

        var status = deployment.Status;
        if ((status?.ObservedGeneration ?? 0) < (deployment.Metadata.Generation ?? 0))
        {
            return Verdict.False(Reasons.RollingOut, "The Deployment has been changed; its controller has not seen it yet.");
        }

        var stuck = status?.Conditions?.Any(c => c is { Type: "Progressing", Status: "False", Reason: "ProgressDeadlineExceeded" }) == true;
        if (stuck || facts.Failure is not null)
        {
            return Verdict.False(
                stuck ? Reasons.ProgressDeadlineExceeded : facts.Failure!.Reason,
                $"{(stuck ? "The rollout has made no progress for longer than rollout.progressDeadline. " : "")}{Cause(facts)}{Consequence(facts)}");
        }

        var (all, updated, available) = (status?.Replicas ?? 0, status?.UpdatedReplicas ?? 0, status?.AvailableReplicas ?? 0);
        return updated == all && all == facts.Wanted && available >= facts.Wanted
            ? Verdict.True(Reasons.Complete, "Every pod is of what the spec asks for.")
            : Verdict.False(Reasons.RollingOut, $"{facts.Ready.Count} of {facts.Wanted} pods of what the spec asks for are ready; {Math.Max(0, all - updated)} of before remain.");
    }

    private static string Cause(Facts facts) => facts.Failure is { } failure ? $"Pod {failure.Pod}: {failure.Message}"
        : ScheduledRule.Decide(facts) is { Status: false } unscheduled ? unscheduled.Message
        : "No pod says why.";

    private static string Consequence(Facts facts) =>
        facts.Pods.Except(facts.Current).Count(PodFacts.IsReady) is var former and > 0 ? $" {former} of the pods of before go on serving." : "";
}
