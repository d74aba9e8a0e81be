using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers.Deployments;

namespace InferencePlatform.Local.Controllers.Budgets;

/// <summary>Says how many of its pods a PodDisruptionBudget lets go now.</summary>
internal static class BudgetDecision
{
    /// <param name="budget">The budget.</param>
    /// <param name="pods">Pods of its namespace.</param>
    /// <param name="expected">Pods that the controllers of those it selects want in all.</param>
    public static PodDisruptionBudgetStatus Decide(PodDisruptionBudget budget, IEnumerable<Pod> pods, int expected)
    {
        var healthy = pods.Count(p => budget.Spec.Selector.Matches(p.Metadata.Labels) && p.IsActive() && p.IsReady());
        var desired = budget.Spec.MinAvailable is { } min
            ? DeploymentSettings.Resolve(min, expected, Math.Ceiling)
            : expected - DeploymentSettings.Resolve(budget.Spec.MaxUnavailable ?? 1, expected, Math.Ceiling);
        return new()
        {
            CurrentHealthy = healthy,
            DesiredHealthy = Math.Max(0, desired),
            ExpectedPods = expected,
            DisruptionsAllowed = Math.Max(0, healthy - Math.Max(0, desired)),
            ObservedGeneration = budget.Metadata.Generation,
        };
    }
}
