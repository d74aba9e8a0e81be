using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Tests.Controllers;

public sealed class RollingUpdateTests
{
    [Theory]
    [InlineData(3, "1", "0", 3)]
    [InlineData(0, "1", "0", 0)]
    [InlineData(10, "25%", "25%", 10)]
    public void A_first_template_gets_all_its_pods_at_once(int replicas, string surge, string unavailable, int created) =>
        Assert.Equal($"create:{created}", new Rollout(replicas, Parse(surge), Parse(unavailable)).Wanted());

    [Theory]
    [InlineData(3, "1", "0", 1)]
    [InlineData(3, "0", "1", 0)]
    [InlineData(4, "25%", "25%", 1)]
    [InlineData(10, "25%", "0", 3)]
    [InlineData(1, "100%", "0", 1)]
    public void A_new_template_gets_as_many_pods_as_the_surge_allows(int replicas, string surge, string unavailable, int created) =>
        Assert.Equal($"old:{replicas} create:{created}", new Rollout(replicas, Parse(surge), Parse(unavailable)).Set("old", replicas, replicas).Wanted());

    [Theory]
    [InlineData(3, 3, 1, 0, "old:3 new:1")] // the new pod is not available: no old one may go
    [InlineData(3, 3, 1, 1, "old:2 new:1")]
    [InlineData(2, 2, 1, 1, "old:2 new:2")] // there is room again: up first
    [InlineData(2, 2, 2, 1, "old:2 new:2")]
    [InlineData(2, 2, 2, 2, "old:1 new:2")]
    [InlineData(1, 1, 3, 3, "old:0 new:3")]
    [InlineData(3, 2, 1, 0, "old:3 new:1")] // what is broken holds its place until the new pod is there
    public void A_step_never_goes_below_the_wanted_pods(int oldWanted, int oldAvailable, int newWanted, int newAvailable, string expected) =>
        Assert.Equal(expected, new Rollout(3).Set("old", oldWanted, oldAvailable).Set("new", newWanted, newAvailable).Wanted());

    [Fact]
    public void Pods_that_may_be_missing_make_room_before_new_ones_come()
    {
        Assert.Equal("old:2 new:0", new Rollout(3, 0, 1).Set("old", 3, 3).Set("new", 0, 0).Wanted());
        Assert.Equal("old:2 new:1", new Rollout(3, 0, 1).Set("old", 2, 2).Set("new", 0, 0).Wanted());
    }

    [Fact]
    public void Old_pods_that_are_not_available_go_first() =>
        Assert.Equal("older:0 old:3 new:1", new Rollout(3).Set("older", 1, 0).Set("old", 3, 3).Set("new", 1, 0).Wanted());

    [Fact]
    public void Neither_surge_nor_missing_pods_still_moves() =>
        Assert.Equal("old:2 new:0", new Rollout(3, 0, 0).Set("old", 3, 3).Set("new", 0, 0).Wanted());

    [Fact]
    public void A_template_that_comes_back_is_scaled_up_again_and_is_the_newest_revision()
    {
        var rollout = new Rollout(2).Set("new", 0, 0).Set("old", 2, 2);

        var plan = rollout.Decide();

        Assert.Null(plan.Create);
        var change = Assert.Single(plan.Change);
        Assert.Equal(("digits-new", 1), (change.Set.Metadata.Name, change.Replicas));
        Assert.Equal("3", change.Annotations["deployment.kubernetes.io/revision"]);
        Assert.Equal("1", change.Annotations["deployment.kubernetes.io/revision-history"]);
        Assert.Equal(3, plan.Revision);
    }

    [Fact]
    public void A_template_is_the_same_whatever_order_its_maps_are_in()
    {
        var rollout = new Rollout(1).Set("new", 1, 1);
        rollout.Change(d => d with
        {
            Spec = d.Spec with { Template = d.Spec.Template! with { Metadata = new() { Labels = new Dictionary<string, string> { ["b"] = "2", ["app"] = "digits" } } } },
        });
        var changed = rollout.Decide().Create;
        rollout.Change(d => d with
        {
            Spec = d.Spec with { Template = d.Spec.Template! with { Metadata = new() { Labels = new Dictionary<string, string> { ["app"] = "digits", ["b"] = "2" } } } },
        });

        Assert.NotNull(changed);
        Assert.Equal(changed.Metadata.Name, rollout.Decide().Create?.Metadata.Name);
    }

    [Fact]
    public void A_name_that_is_taken_leads_to_another_one()
    {
        var first = new Rollout(1).Decide().Create;
        var second = new Rollout(1).Status(new() { CollisionCount = 1 }).Decide().Create;

        Assert.NotEqual(first?.Metadata.Name, second?.Metadata.Name);
    }

    [Fact]
    public void A_paused_Deployment_gets_no_new_template_but_is_scaled()
    {
        var rollout = new Rollout(2).Set("old", 2, 2).Change(d => d with { Spec = d.Spec with { Paused = true } });
        Assert.Equal("old:2", rollout.Wanted());

        rollout.Change(d => d with { Spec = d.Spec with { Replicas = 4 } });
        Assert.Equal("old:4", rollout.Wanted());
    }

    [Theory]
    [InlineData(10, 8, 3, 30, "old:23 new:8")] // 11 pods of 10+1 become 31 of 30+1
    [InlineData(10, 8, 3, 5, "old:4 new:2")]
    [InlineData(10, 8, 3, 0, "old:0 new:0")]
    public void Scaling_in_the_middle_of_a_rollout_gives_each_set_its_share(int before, int oldWanted, int newWanted, int after, string expected) =>
        Assert.Equal(expected, new Rollout(after).Set("old", oldWanted, oldWanted, before).Set("new", newWanted, newWanted, before).Wanted());

    [Fact]
    public void Recreate_ends_all_old_pods_before_the_first_new_one()
    {
        static Rollout New() => new Rollout(2).Change(d => d with { Spec = d.Spec with { Strategy = new() { Type = "Recreate" } } });

        Assert.Equal("old:0", New().Set("old", 2, 2).Wanted());
        Assert.Equal("old:0", New().Set("old", 0, 0).Wanted(Rollout.PodOf("old", deleting: true)));
        Assert.Equal("old:0 create:2", New().Set("old", 0, 0).Wanted());
    }

    [Fact]
    public void Only_as_many_old_sets_stay_as_the_history_limit_says()
    {
        var rollout = new Rollout(1).Change(d => d with { Spec = d.Spec with { RevisionHistoryLimit = 1 } });
        rollout.Set("v1", 0, 0).Set("v2", 0, 0).Set("v3", 0, 0).Set("new", 1, 1);

        Assert.Equal(["digits-v1", "digits-v2"], rollout.Decide().Delete.Select(s => s.Metadata.Name));
    }

    private static IntOrString Parse(string text) => int.TryParse(text, out var number) ? number : text;
}
