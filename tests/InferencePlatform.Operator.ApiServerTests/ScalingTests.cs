namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>Who has the number of pods.</summary>
public sealed class ScalingTests(ApiServers servers) : OperatorCase(servers)
{
    [Theory, EachApiServer]
    public async Task Scaling_the_model_scales_its_Deployment(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ReadyAsync();

        await op.Namespace.Kubectl.RunAsync("scale", "imodel/digits", "--replicas=3");

        await op.Deployments.UntilAsync("digits", deployment => deployment.Text("spec.replicas") == "3", "of 3 replicas");
    }

    [Theory, EachApiServer]
    public async Task A_Deployment_that_is_scaled_by_hand_stays_so_through_other_changes(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ReadyAsync();
        await op.Namespace.Kubectl.RunAsync("scale", "deployment/digits", "--replicas=2");

        await op.ApplyAsync("""{"podLabels":{"team":"vision"}}""");
        var deployment = await op.Deployments.UntilAsync("digits", found => found.Text("spec.template.metadata.labels.team") == "vision", "changed");

        Assert.Equal("2", deployment.Text("spec.replicas"));
    }

    [Theory, EachApiServer]
    public async Task No_replicas_is_not_ready_and_says_so(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);

        await op.ApplyAsync("""{"replicas":0}""");

        await op.UntilAsync("Ready", "False", "ScaledToZero");
        await op.Deployments.UntilAsync("digits", deployment => deployment.Text("spec.replicas") == "0", "of no replicas");
    }
}
