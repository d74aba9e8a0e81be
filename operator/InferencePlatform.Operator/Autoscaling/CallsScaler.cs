using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Rendering;

namespace InferencePlatform.Operator.Autoscaling;

/// <summary>How many pods a load needs. The rules are those of the HorizontalPodAutoscaler.</summary>
internal static class CallsScaler
{
    /// <summary>A load this near to the target is on target; a hair more than a tenth, as a tenth is no binary fraction.</summary>
    private const double Tolerance = 0.1 + 1e-9;

    /// <param name="spec">Target, bounds and windows.</param>
    /// <param name="current">Pods that the Deployment is to have now.</param>
    /// <param name="sample">The load.</param>
    /// <param name="history">What was right before; what is right now is added.</param>
    /// <param name="now">The time of the sample.</param>
    public static int Decide(AutoscalingSpec spec, int current, LoadSample sample, ScalingHistory history, DateTimeOffset now)
    {
        var (up, down) = (ScalingWindows.Up(spec), ScalingWindows.Down(spec));
        var keep = up > down ? up : down;
        var (least, most) = (spec.MinReplicas ?? 1, spec.MaxReplicas);
        if (history.Count == 0)
        {
            // After a start nothing is known of the time before but that somebody wanted this many.
            history.Add(now, current, keep);
        }

        var right = Math.Clamp(Recommend(spec.TargetCallsInFlight!.Value, current, sample), least, most);
        history.Add(now, right, keep);
        var steady = right > current ? Math.Max(current, history.Since(now - up).Min())
            : right < current ? Math.Min(current, history.Since(now - down).Max())
            : current;
        return Math.Clamp(steady, least, most);
    }

    private static int Recommend(int target, int current, LoadSample sample)
    {
        var load = (double)sample.CallsInFlight / target;
        if (sample.Silent > 0 && load < current)
        {
            // A silent pod may be idle or at its limit: it must cause neither more pods nor fewer.
            load = Math.Min(current, load + sample.Silent);
        }

        return Math.Abs((load / Math.Max(1, current)) - 1) <= Tolerance ? current : (int)Math.Min(int.MaxValue, Math.Ceiling(load));
    }
}
