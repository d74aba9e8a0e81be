using InferencePlatform.Operator.Planning;

namespace InferencePlatform.Operator.Status;

/// <summary>Whether every wanted pod of what the spec asks for now serves and is reachable. The first thing that is wrong is told.</summary>
internal static class ReadyRule
{
    public static Verdict Decide(Facts facts)
    {
        if (facts.Problem is { } problem)
        {
            return Verdict.False(problem.Reason, problem.Message);
        }

        if (facts.Wanted == 0)
        {
            return Verdict.False(Reasons.ScaledToZero, "No pod is wanted: the replicas are 0.");
        }

        if (facts.Reachable >= facts.Wanted)
        {
            return Verdict.True(Reasons.Ready, $"{facts.Reachable} of {facts.Wanted} replicas serve.");
        }

        if (facts.Failure is { } failure)
        {
            return Verdict.False(failure.Reason, $"Pod {failure.Pod}: {failure.Message}");
        }

        if (ScheduledRule.Decide(facts) is { Status: false } unscheduled)
        {
            return Verdict.False(unscheduled.Reason, unscheduled.Message);
        }

        if (RolledOutRule.Decide(facts) is { Reason: Reasons.Paused or Reasons.ProgressDeadlineExceeded } rollout)
        {
            return Verdict.False(rollout.Reason, rollout.Message);
        }

        return facts.Ready.Count >= facts.Wanted
            ? Verdict.False(Reasons.NotReachable, "The pods are ready, and not yet among the endpoints of the Service.")
            : Verdict.False(Reasons.Starting, $"{facts.Ready.Count} of {facts.Wanted} replicas are ready.");
    }
}
