using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers.Budgets;

namespace InferencePlatform.Local.Tests.Controllers;

public sealed class BudgetDecisionTests
{
    [Theory]
    [InlineData("1", null, 3, 3, 2)]
    [InlineData("50%", null, 3, 3, 1)]
    [InlineData(null, "1", 3, 3, 1)]
    [InlineData(null, "1", 3, 2, 0)]
    [InlineData("5", null, 3, 3, 0)]
    public void As_many_pods_may_go_as_are_healthy_beyond_those_that_must_stay(string? min, string? max, int expected, int healthy, int allowed)
    {
        var budget = new PodDisruptionBudget
        {
            Spec = new()
            {
                Selector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = "digits" } },
                MinAvailable = Parse(min),
                MaxUnavailable = Parse(max),
            },
        };
        var pods = Enumerable.Range(0, healthy).Select(i => EndpointTests.Pod($"{i}", "127.64.0.1")).Append(EndpointTests.Pod("unready", "127.64.0.2", ready: false));

        var status = BudgetDecision.Decide(budget, pods, expected);

        Assert.Equal((healthy, allowed), (status.CurrentHealthy, status.DisruptionsAllowed));
    }

    private static IntOrString? Parse(string? text) => text is null ? null : int.TryParse(text, out var number) ? number : text;
}
