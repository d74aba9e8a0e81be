using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers.ReplicaSets;

namespace InferencePlatform.Local.Tests.Controllers;

public sealed class ReplicaSetDecisionTests
{
    private static readonly DateTimeOffset Now = Rollout.Start + TimeSpan.FromHours(1);

    [Fact]
    public void Missing_pods_are_created_a_burst_at_a_time()
    {
        Assert.Equal(2, ReplicaSetDecision.Decide(Set(3), [Pod("a", ready: true)], Now).Create);
        Assert.Equal(ReplicaSetDecision.Burst, ReplicaSetDecision.Decide(Set(5000), [], Now).Create);
    }

    [Fact]
    public void Pods_that_ended_or_are_being_deleted_do_not_count()
    {
        var plan = ReplicaSetDecision.Decide(
            Set(1),
            [Pod("failed", ready: false, phase: "Failed"), Pod("going", ready: true) with { Metadata = new() { Name = "going", DeletionTimestamp = Now } }],
            Now);

        Assert.Equal((1, 0), (plan.Create, plan.Status.Replicas));
    }

    [Fact]
    public void Too_many_pods_go_least_useful_first()
    {
        Pod[] pods =
        [
            Pod("ready-long", ready: true, age: 60),
            Pod("ready-short", ready: true, age: 1),
            Pod("unready", ready: false, age: 30),
            Pod("restarted", ready: false, age: 30, restarts: 3),
            Pod("pending", ready: false, phase: "Pending"),
            Pod("unscheduled", ready: false, phase: "Pending") with { Spec = new() },
        ];

        var order = ReplicaSetDecision.Decide(Set(0), pods, Now).Delete.Select(p => p.Metadata.Name);

        Assert.Equal(["unscheduled", "pending", "restarted", "unready", "ready-short", "ready-long"], order);
    }

    [Fact]
    public void A_pod_is_available_once_it_was_ready_long_enough()
    {
        var set = Set(2) with { Spec = Set(2).Spec with { MinReadySeconds = 90 } };

        var plan = ReplicaSetDecision.Decide(set, [Pod("a", ready: true, age: 1), Pod("b", ready: true, age: 2)], Now);

        Assert.Equal((2, 1), (plan.Status.ReadyReplicas, plan.Status.AvailableReplicas));
        Assert.Equal(TimeSpan.FromSeconds(30), plan.RequeueAfter);
    }

    [Fact]
    public void A_set_that_is_being_deleted_makes_no_pods() =>
        Assert.False(ReplicaSetDecision.Decide(Set(3) with { Metadata = new() { Name = "set", DeletionTimestamp = Now } }, [], Now).WritesPods);

    [Fact]
    public void A_new_pod_belongs_to_the_set_and_has_its_template()
    {
        var pod = ReplicaSetDecision.NewPod(Set(1));

        Assert.Equal("set-", pod.Metadata.GenerateName);
        Assert.Equal(("ReplicaSet", "uid", true), (pod.Metadata.OwnerReferences![0].Kind, pod.Metadata.OwnerReferences[0].Uid, pod.Metadata.OwnerReferences[0].Controller));
        Assert.Equal("server", pod.Spec.Containers![0].Name);
        Assert.Equal("digits", pod.Metadata.Labels!["app"]);
    }

    private static ReplicaSet Set(int replicas) => new()
    {
        Metadata = new() { Name = "set", Namespace = "vision", Uid = "uid" },
        Spec = new()
        {
            Replicas = replicas,
            Template = new()
            {
                Metadata = new() { Labels = new Dictionary<string, string> { ["app"] = "digits" } },
                Spec = new() { Containers = [new() { Name = "server" }] },
            },
        },
    };

    private static Pod Pod(string name, bool ready, int age = 10, string phase = "Running", int restarts = 0) => new()
    {
        Metadata = new() { Name = name, CreationTimestamp = Now - TimeSpan.FromMinutes(age) },
        Spec = new() { NodeName = "local" },
        Status = new()
        {
            Phase = phase,
            Conditions = [new() { Type = "Ready", Status = ready ? "True" : "False", LastTransitionTime = Now - TimeSpan.FromMinutes(age) }],
            ContainerStatuses = [new() { Name = "server", RestartCount = restarts }],
        },
    };
}
