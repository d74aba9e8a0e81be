namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>What a model's status and events tell.</summary>
public sealed class StatusTests(ApiServers servers) : OperatorCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_model_starts_and_becomes_ready_and_says_where_to_call_it(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        var ns = op.Namespace;

        await op.ApplyAsync();
        await op.UntilAsync("Ready", "False", "Starting");
        var model = await op.ReadyAsync();

        Assert.Equal($"digits.{ns.Name}.svc:50051", model.Text("status.endpoint.grpc"));
        Assert.Equal("1/1", model.Text("status.serving"));
        Assert.Equal("1", model.Text("status.readyReplicas"));
        Assert.Equal("inferenceplatform.io/model=digits", model.Text("status.selector"));
        await ns.Kubectl.RunAsync("wait", "imodel/digits", "--for=condition=RolledOut", "--timeout=30s");
        Assert.Matches(@"digits +True +Ready +.*1/1", await ns.Kubectl.RunAsync("get", "imodel"));
    }

    [Theory, EachApiServer]
    public async Task A_rollout_that_cannot_become_ready_leaves_the_old_pods_and_names_the_new_one(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ReadyAsync();
        var old = (await op.Kubelet.PodsAsync()).Single().Name();

        await op.ApplyAsync("""{"image":"server:broken"}""");
        await op.Deployments.UntilAsync("digits", deployment => deployment.Text("status.updatedReplicas") == "1" && deployment.Text("status.replicas") == "2", "rolling out");
        var fresh = (await op.Kubelet.PodsAsync()).Single(pod => pod.Name() != old).Name();
        await op.Kubelet.FailAsync(fresh, "ImagePullBackOff", "no such image");

        var model = await op.UntilAsync("RolledOut", "False", "ImagePullFailed");
        Assert.Contains(fresh, OperatorNamespace.Condition(model, "RolledOut").Text("message"), StringComparison.Ordinal);
        Assert.Equal("True", OperatorNamespace.Condition(model, "Available").Text("status"));
        Assert.Equal(fresh, model.Text("status.lastFailure.pod"));
        Assert.Contains(old, (await op.Kubelet.PodsAsync()).Select(pod => pod.Name()));
    }

    [Theory, EachApiServer]
    public async Task What_turned_is_an_event_of_the_model(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        await op.ReadyAsync();

        using var told = await op.Namespace.Events.WatchAsync();
        while ((await told.ExpectAsync("ADDED")).Text("reason") != "Ready")
        {
        }

        Assert.Matches(@"Normal +Ready +InferenceModel/digits +1 of 1 replicas serve\.", await op.Namespace.Kubectl.RunAsync("events", "--for=imodel/digits"));
    }

    [Theory, EachApiServer]
    public async Task An_image_that_is_not_allowed_is_refused_and_nothing_is_made(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);

        await op.ApplyAsync("""{"image":"evil:1"}""");

        await op.UntilAsync("Ready", "False", "ImageNotAllowed");
        Assert.Empty((await op.Deployments.ListAsync()).Succeeded().Items());
    }
}
