namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>Others who change what the operator made.</summary>
public sealed class DriftTests(ApiServers servers) : OperatorCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_field_of_the_operators_is_put_right_and_fields_of_others_are_left(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ReadyAsync();
        (await op.Deployments.PatchAsync("digits", PatchType.Merge, """{"metadata":{"labels":{"team":"vision"}}}""")).Succeeded();

        (await op.Deployments.PatchAsync("digits", PatchType.Strategic, """{"spec":{"template":{"spec":{"containers":[{"name":"server","image":"other:1"}]}}}}""")).Succeeded();

        var deployment = await op.Deployments.UntilAsync("digits", found => found.Text("spec.template.spec.containers[0].image") == "server:1" && int.Parse(found.Text("metadata.generation")!, null) > 2, "put right");
        Assert.Equal("vision", deployment.Text("metadata.labels.team"));
    }

    [Theory, EachApiServer]
    public async Task What_is_deleted_is_made_again(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ReadyAsync();
        var before = (await op.Services.GetAsync("digits")).Succeeded().Text("metadata.uid");

        (await op.Services.DeleteAsync("digits")).Succeeded();

        await op.Services.UntilAsync("digits", service => service.Text("metadata.uid") != before, "made again");
    }

    [Theory, EachApiServer]
    public async Task A_rollout_restart_is_respected(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ReadyAsync();

        await op.Namespace.Kubectl.RunAsync("rollout", "restart", "deployment/digits");
        await op.Deployments.UntilAsync("digits", deployment => deployment.Text("status.updatedReplicas") == "1" && deployment.Text("status.replicas") == "2", "rolling out");
        await op.Kubelet.RunAllAsync();
        await op.Deployments.UntilAsync("digits", deployment => deployment.Text("status.replicas") == "1", "rolled out");

        var template = (await op.Deployments.GetAsync("digits")).Succeeded().At("spec.template.metadata.annotations")!;
        Assert.NotNull(template["kubectl.kubernetes.io/restartedAt"]);
    }
}
