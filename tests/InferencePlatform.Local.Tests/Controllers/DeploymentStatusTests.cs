using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Tests.Controllers;

public sealed class DeploymentStatusTests
{
    [Fact]
    public void The_status_counts_what_there_is()
    {
        var status = new Rollout(3).Set("old", 2, 2).Set("new", 2, 1).Decide(Rollout.PodOf("old", deleting: true)).Status;

        Assert.Equal(
            (4, 2, 3, 3, 0, 1),
            (status.Replicas, status.UpdatedReplicas, status.ReadyReplicas, status.AvailableReplicas, status.UnavailableReplicas, status.TerminatingReplicas));
    }

    [Theory]
    [InlineData(3, "True", "MinimumReplicasAvailable")]
    [InlineData(2, "False", "MinimumReplicasUnavailable")]
    public void Available_means_that_no_more_are_missing_than_may(int available, string status, string reason)
    {
        var condition = new Rollout(3).Set("new", 3, available).Condition("Available");

        Assert.Equal((status, reason), (condition?.Status, condition?.Reason));
    }

    [Fact]
    public void A_rollout_goes_from_created_over_progressing_to_complete()
    {
        var rollout = new Rollout(1);
        var created = rollout.Decide();
        Assert.Equal("NewReplicaSetCreated", Progressing(created.Status)?.Reason);

        var halfway = new Rollout(1).Status(created.Status).Set("new", 1, 0).Decide();
        Assert.Equal("ReplicaSetUpdated", Progressing(halfway.Status)?.Reason);

        var complete = new Rollout(1).Status(halfway.Status).Set("new", 1, 1).Decide();
        Assert.Equal(("True", "NewReplicaSetAvailable"), (Progressing(complete.Status)?.Status, Progressing(complete.Status)?.Reason));
        Assert.Equal("ReplicaSet \"digits-new\" has successfully progressed.", Progressing(complete.Status)?.Message);
        Assert.Null(complete.RequeueAfter);
    }

    [Fact]
    public void A_rollout_without_progress_is_late_after_its_deadline_and_looks_again_by_itself()
    {
        var rollout = new Rollout(1).Change(d => d with { Spec = d.Spec with { ProgressDeadlineSeconds = 60 } });
        rollout.Status(rollout.Decide().Status).Set("new", 1, 0);
        rollout.Status(rollout.Decide().Status);
        Assert.Equal(TimeSpan.FromSeconds(61), rollout.Decide().RequeueAfter);

        rollout.Now += TimeSpan.FromSeconds(61);
        var late = rollout.Decide();

        Assert.Equal(("False", "ProgressDeadlineExceeded"), (Progressing(late.Status)?.Status, Progressing(late.Status)?.Reason));
        Assert.Null(late.RequeueAfter);
    }

    [Fact]
    public void A_late_rollout_that_gets_there_after_all_is_complete()
    {
        var rollout = new Rollout(1).Set("new", 1, 1).Status(new()
        {
            Conditions = [new() { Type = "Progressing", Status = "False", Reason = "ProgressDeadlineExceeded", LastUpdateTime = Rollout.Start, LastTransitionTime = Rollout.Start }],
        });

        Assert.Equal("NewReplicaSetAvailable", rollout.Condition("Progressing")?.Reason);
    }

    [Fact]
    public void A_pod_that_fails_after_the_rollout_does_not_make_it_a_rollout_again()
    {
        var rollout = new Rollout(2).Set("new", 2, 2);
        rollout.Status(rollout.Decide().Status);
        var failed = new Rollout(2).Status(rollout.Deployment.Status!).Set("new", 2, 1);
        failed.Now += TimeSpan.FromHours(1);

        Assert.Equal("NewReplicaSetAvailable", failed.Condition("Progressing")?.Reason);
        Assert.Equal("False", failed.Condition("Available")?.Status);
    }

    [Fact]
    public void Nothing_new_means_the_very_same_status()
    {
        var rollout = new Rollout(2).Set("new", 2, 2);
        rollout.Status(rollout.Decide().Status);
        var before = rollout.Deployment.Status;
        rollout.Now += TimeSpan.FromMinutes(5);

        Assert.Equal(before!.Conditions, rollout.Decide().Status.Conditions);
    }

    [Fact]
    public void A_pause_and_its_end_are_said()
    {
        var paused = new Rollout(1).Set("new", 1, 1).Change(d => d with { Spec = d.Spec with { Paused = true } });
        Assert.Equal(("Unknown", "DeploymentPaused"), (paused.Condition("Progressing")?.Status, paused.Condition("Progressing")?.Reason));

        var resumed = new Rollout(1).Set("new", 1, 1).Status(paused.Decide().Status);
        Assert.Equal("DeploymentResumed", resumed.Condition("Progressing")?.Reason);
    }

    private static Condition? Progressing(DeploymentStatus status) => status.Conditions?.FirstOrDefault(c => c.Type == "Progressing");
}
