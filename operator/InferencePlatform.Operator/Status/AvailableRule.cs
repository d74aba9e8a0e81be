using InferencePlatform.Operator.Planning;

namespace InferencePlatform.Operator.Status;

/// <summary>Whether anything serves.</summary>
internal static class AvailableRule
{
    public static Verdict Decide(Facts facts)
    {
        var serving = facts.Pods.Count(PodFacts.IsReady);
        var former = serving - facts.Ready.Count;
        return serving == 0 ? Verdict.False(Reasons.NotServing, "No pod serves.")
            : Verdict.True(Reasons.Serving, former == 0 ? $"{Pods(serving)} in service." : $"{Pods(serving)} in service, {former} of them with what the spec asked for before.");
    }

    private static string Pods(int count) => count == 1 ? "1 pod" : $"{count} pods";
}
