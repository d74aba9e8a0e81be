using System.Globalization;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Controllers.Deployments;

/// <summary>A Deployment's spec with Kubernetes' defaults filled in and percentages resolved.</summary>
/// <param name="Replicas">Pods wanted.</param>
/// <param name="MaxSurge">Pods there may be beyond that during a rollout.</param>
/// <param name="MaxUnavailable">Pods that may be missing during a rollout.</param>
/// <param name="Recreate">All old pods end before the first new one starts.</param>
/// <param name="MinReadySeconds">How long a pod must be ready to count as available.</param>
/// <param name="HistoryLimit">Old ReplicaSets that are kept.</param>
/// <param name="ProgressDeadline">What a rollout may take without getting further; null for ever.</param>
internal sealed record DeploymentSettings(
    int Replicas, int MaxSurge, int MaxUnavailable, bool Recreate, int MinReadySeconds, int HistoryLimit, TimeSpan? ProgressDeadline)
{
    /// <summary>Stands for no deadline in the API.</summary>
    private const int NoDeadline = int.MaxValue;

    public int MinAvailable => Replicas - MaxUnavailable;

    public static DeploymentSettings Of(DeploymentSpec spec)
    {
        var replicas = spec.Replicas ?? 1;
        var recreate = spec.Strategy?.Type == "Recreate";
        var surge = recreate ? 0 : Resolve(spec.Strategy?.RollingUpdate?.MaxSurge ?? "25%", replicas, Math.Ceiling);
        var unavailable = recreate ? 0 : Resolve(spec.Strategy?.RollingUpdate?.MaxUnavailable ?? "25%", replicas, Math.Floor);

        // With neither a rollout could not take one step.
        if (surge == 0 && unavailable == 0 && !recreate)
        {
            unavailable = 1;
        }

        var deadline = spec.ProgressDeadlineSeconds ?? 600;
        return new(
            replicas, surge, Math.Min(unavailable, replicas), recreate, spec.MinReadySeconds ?? 0, spec.RevisionHistoryLimit ?? 10,
            deadline == NoDeadline ? null : TimeSpan.FromSeconds(deadline));
    }

    /// <summary>A number, or a percentage of <paramref name="total"/>.</summary>
    public static int Resolve(IntOrString value, int total, Func<double, double> round)
    {
        if (value.Number is { } number)
        {
            return number;
        }

        var digits = value.Text?.TrimEnd('%');
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? (int)round(percent * total / 100.0) : 0;
    }
}
