using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers;
using InferencePlatform.Local.Nodes.Pods;

namespace InferencePlatform.Local.Tests.Nodes;

public sealed class PodStatusDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Always", "-", "Pending")]
    [InlineData("Always", "running", "Running")]
    [InlineData("Always", "running -", "Running")]
    [InlineData("Always", "0", "Running")]
    [InlineData("OnFailure", "0 0", "Succeeded")]
    [InlineData("OnFailure", "0 1", "Running")]
    [InlineData("Never", "0 1", "Failed")]
    [InlineData("Never", "0 0", "Succeeded")]
    [InlineData("Never", "0 running", "Running")]
    public void The_phase_follows_from_the_containers_and_the_restart_policy(string policy, string states, string phase)
    {
        var containers = states.Split(' ').Select((state, i) => (Name: $"c{i}", State: state)).ToList();
        var seen = containers.Where(c => c.State != "-").Aggregate(new PodObservation(), (s, c) => s.With(Status(c.Name, c.State)));

        Assert.Equal(phase, Decide(policy, containers.Select(c => c.Name), seen).Phase);
    }

    [Fact]
    public void Containers_that_are_not_ready_are_named()
    {
        var seen = new PodObservation { Initialized = true }.With(Status("a", "running") with { Ready = true }).With(Status("b", "running"));

        var status = Decide("Always", ["a", "b"], seen);

        Assert.Equal(("False", "ContainersNotReady", "containers with unready status: [b]"), Of(status, "Ready"));
        Assert.Equal(("True", null, null), Of(status, "Initialized"));
    }

    [Fact]
    public void A_condition_keeps_its_time_while_it_stays_the_same()
    {
        var before = Decide("Always", ["a"], new PodObservation().With(Status("a", "running") with { Ready = true }));

        var later = PodStatusDecision.Decide(
            Pod("Always", ["a"]), before, new PodObservation().With(Status("a", "running")), Now + TimeSpan.FromMinutes(1));

        Assert.Equal(Now + TimeSpan.FromMinutes(1), later.Conditions.Find("Ready")?.LastTransitionTime);
        Assert.Equal(Now, later.Conditions.Find("PodScheduled")?.LastTransitionTime);
    }

    [Fact]
    public void A_pod_that_fits_no_node_is_pending_and_says_why()
    {
        var status = Decide("Always", ["a"], new() { Unschedulable = "0/1 nodes are available." });

        Assert.Equal("Pending", status.Phase);
        Assert.Equal(("False", "Unschedulable", "0/1 nodes are available."), Of(status, "PodScheduled"));
        Assert.Null(status.PodIP);
    }

    private static (string?, string?, string?) Of(PodStatus status, string type) =>
        status.Conditions.Find(type) is { } condition ? (condition.Status, condition.Reason, condition.Message) : default;

    private static PodStatus Decide(string policy, IEnumerable<string> containers, PodObservation seen) =>
        PodStatusDecision.Decide(Pod(policy, containers), null, seen, Now);

    private static Pod Pod(string policy, IEnumerable<string> containers) => new()
    {
        Spec = new() { RestartPolicy = policy, Containers = [.. containers.Select(c => new Container { Name = c })] },
    };

    private static ContainerStatus Status(string name, string state) => new()
    {
        Name = name,
        State = state == "running"
            ? new() { Running = new() }
            : new() { Terminated = new() { ExitCode = int.Parse(state, System.Globalization.CultureInfo.InvariantCulture) } },
    };
}
