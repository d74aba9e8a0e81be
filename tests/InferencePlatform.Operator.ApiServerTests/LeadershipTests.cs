using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Leadership;

namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>Several operators of which one works.</summary>
public sealed class LeadershipTests(ApiServers servers) : OperatorCase(servers)
{
    [Theory, EachApiServer]
    public async Task Of_two_operators_one_works_and_the_other_follows_when_it_ends(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.Operator.DisposeAsync();
        var lease = new LeaderElectionOptions { LeaseName = "operator", Namespace = op.Namespace.Name };
        var first = new RunningOperator(op.Namespace, lease with { Identity = "first" });
        var leases = op.Namespace.Of("coordination.k8s.io/v1", "leases");
        await leases.UntilAsync("operator", found => found.Text("spec.holderIdentity") == "first", "held by the first");
        await using var second = new RunningOperator(op.Namespace, lease with { Identity = "second" });

        await first.DisposeAsync();
        await op.ApplyAsync();

        await leases.UntilAsync("operator", found => found.Text("spec.holderIdentity") == "second", "held by the second");
        await op.Deployments.UntilAsync("digits", _ => true, "made");
    }

    /// <summary>As when its node loses power or network: it gives nothing up, and cannot.</summary>
    [Theory, EachApiServer]
    public async Task A_leader_that_is_cut_off_is_followed_when_its_lease_runs_out_and_does_nothing_more(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.Operator.DisposeAsync();
        await using var way = await FaultyApi.StartAsync(op.Namespace.Server, faults: 0, seed: 1);
        await using var first = new RunningOperator(op.Namespace, Lease(op, "first"), way.Cluster);
        await HeldByAsync(op, "first");
        await using var second = new RunningOperator(op.Namespace, Lease(op, "second"));
        await op.ApplyAsync();
        await op.Deployments.UntilAsync("digits", _ => true, "made by the first");
        Assert.Equal(0, second.Writes);

        await way.CutOffAsync();
        (await op.Deployments.DeleteAsync("digits")).Succeeded();

        await HeldByAsync(op, "second");
        await op.Deployments.UntilAsync("digits", deployment => deployment.Text("metadata.deletionTimestamp") is null, "made again by the second");
        Assert.Equal("1", (await Leases(op).GetAsync("operator")).Succeeded().Text("spec.leaseTransitions"));
    }

    /// <summary>What counts is how long the lease was seen not to change, by one's own clock, and not the times that are written in it.</summary>
    [Theory, EachApiServer]
    public async Task An_operator_whose_clock_is_wrong_neither_takes_a_lease_that_is_held_nor_waits_for_ever(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.Operator.DisposeAsync();
        await using var way = await FaultyApi.StartAsync(op.Namespace.Server, faults: 0, seed: 1);
        await using var first = new RunningOperator(op.Namespace, Lease(op, "first"), way.Cluster);
        await HeldByAsync(op, "first");
        await using var fast = new RunningOperator(op.Namespace, Lease(op, "fast"), time: new SkewedTime(TimeSpan.FromHours(1)));
        await using var slow = new RunningOperator(op.Namespace, Lease(op, "slow"), time: new SkewedTime(TimeSpan.FromHours(-1)));

        // The lease is renewed for longer than it lasts.
        for (var renewals = 0; renewals < 8; renewals++)
        {
            var seen = (await Leases(op).GetAsync("operator")).Succeeded().Text("spec.renewTime");
            var renewed = await Leases(op).UntilAsync("operator", lease => lease.Text("spec.renewTime") != seen, "renewed");
            Assert.Equal("first", renewed.Text("spec.holderIdentity"));
        }

        await way.CutOffAsync();
        await Leases(op).UntilAsync("operator", lease => lease.Text("spec.holderIdentity") is "fast" or "slow", "held by another");
        await op.ApplyAsync();
        await op.Deployments.UntilAsync("digits", _ => true, "made");
    }

    private static LeaderElectionOptions Lease(OperatorNamespace op, string identity) => new()
    {
        LeaseName = "operator",
        Namespace = op.Namespace.Name,
        Identity = identity,
        LeaseDuration = TimeSpan.FromSeconds(4),
        RenewDeadline = TimeSpan.FromSeconds(3),
        RetryPeriod = TimeSpan.FromMilliseconds(500),
    };

    private static ResourceClient Leases(OperatorNamespace op) => op.Namespace.Of("coordination.k8s.io/v1", "leases");

    private static Task<JsonNode> HeldByAsync(OperatorNamespace op, string identity) =>
        Leases(op).UntilAsync("operator", lease => lease.Text("spec.holderIdentity") == identity, $"held by {identity}");
}
