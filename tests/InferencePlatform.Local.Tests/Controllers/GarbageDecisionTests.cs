using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Controllers.Garbage;

namespace InferencePlatform.Local.Tests.Controllers;

public sealed class GarbageDecisionTests
{
    [Theory]
    [InlineData("", "Keep")]
    [InlineData("Alive", "Keep")]
    [InlineData("Absent", "Delete Background")]
    [InlineData("Absent Absent", "Delete Background")]
    [InlineData("Alive Absent", "Disown 1")]
    [InlineData("Alive WaitsForDependents", "Disown 1")]
    [InlineData("WaitsForDependents", "Delete Foreground")]
    public void An_object_goes_with_its_last_owner(string owners, string expected)
    {
        var states = owners.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<OwnerState>).ToList();

        var action = GarbageDecision.Decide(
            Object(), [.. states.Select((s, i) => (Reference($"{i}"), s))], [Object(Reference("self"))]);

        Assert.Equal(expected, Describe(action));
    }

    [Fact]
    public void An_object_without_dependents_of_its_own_need_not_wait_for_any() =>
        Assert.Equal("Delete Background", Describe(GarbageDecision.Decide(Object(), [(Reference("0"), OwnerState.WaitsForDependents)], [])));

    [Theory]
    [InlineData(true, "Keep")]
    [InlineData(false, "Release foregroundDeletion")]
    public void An_owner_that_is_deleted_in_the_foreground_waits_for_dependents_that_block_it(bool blocks, string expected) =>
        Assert.Equal(expected, Describe(GarbageDecision.Decide(Deleting(GarbageDecision.Foreground), [], [Object(Reference("self") with { BlockOwnerDeletion = blocks })])));

    [Fact]
    public void An_owner_that_is_to_leave_orphans_lets_its_dependents_go_first() =>
        Assert.Equal("OrphanDependents", Describe(GarbageDecision.Decide(Deleting(GarbageDecision.Orphan), [], [Object(Reference("self"))])));

    [Fact]
    public void Somebody_elses_finalizer_is_left_alone() =>
        Assert.Equal("Keep", Describe(GarbageDecision.Decide(Deleting("example.com/mine"), [(Reference("0"), OwnerState.Absent)], [])));

    private static string Describe(GarbageAction action) => action switch
    {
        GarbageAction.Delete delete => $"Delete {delete.Policy}",
        GarbageAction.Disown disown => $"Disown {string.Join(',', disown.OwnerUids)}",
        GarbageAction.Release release => $"Release {release.Finalizer}",
        _ => action.GetType().Name,
    };

    private static OwnerReference Reference(string uid) => new() { ApiVersion = "v1", Kind = "ConfigMap", Name = uid, Uid = uid };

    private static MetadataObject Object(params OwnerReference[] owners) => new() { Metadata = new() { Name = "self", Uid = "self", OwnerReferences = owners } };

    private static MetadataObject Deleting(string finalizer) => new()
    {
        Metadata = new() { Name = "self", Uid = "self", DeletionTimestamp = Rollout.Start, Finalizers = [finalizer] },
    };
}
