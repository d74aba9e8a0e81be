using InferencePlatform.Kubernetes.Leadership;

namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>An operator that has nothing to do does nothing.</summary>
public sealed class QuietTests(ApiServers servers) : OperatorCase(servers)
{
    [Theory, EachApiServer]
    public async Task After_a_restart_nothing_is_written(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ReadyAsync();
        await op.UntilAsync("RolledOut", "True");

        await op.RestartOperatorAsync();
        var made = (await op.Models.CreateAsync("""
            {"apiVersion":"inferenceplatform.io/v1alpha1","kind":"InferenceModel","metadata":{"name":"other"},"spec":{"model":{"uri":"configmap://digits/model.onnx"},"image":"evil:1"}}
            """)).Succeeded();
        await op.Models.UntilAsync("other", model => model.At("status.conditions") is not null, $"seen after {made.ResourceVersion()}");

        await op.Operator.DisposeAsync();

        // The other model's status and event, which show that this operator has looked at all.
        Assert.InRange(op.Operator.Writes, 1, 2);
    }

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
}
