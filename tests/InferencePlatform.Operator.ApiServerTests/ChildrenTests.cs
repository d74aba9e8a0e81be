namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>The objects that are made of a model.</summary>
public sealed class ChildrenTests(ApiServers servers) : OperatorCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_model_gets_its_objects_and_owns_them(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        var ns = op.Namespace;

        var model = await op.ApplyAsync("""{"replicas":2}""");

        foreach (var (resource, name) in new[]
        {
            (op.Deployments, "digits"), (op.Services, "digits"), (op.Services, "digits-headless"), (ns.Core("serviceaccounts"), "digits"),
            (ns.Of("networking.k8s.io/v1", "networkpolicies"), "digits"), (ns.Of("policy/v1", "poddisruptionbudgets"), "digits"),
        })
        {
            var child = await resource.UntilAsync(name, _ => true, "made");
            Assert.Equal($"InferenceModel digits {model.Text("metadata.uid")} true", string.Join(' ', new[] { "kind", "name", "uid", "controller" }.Select(field => child.Text($"metadata.ownerReferences[0].{field}"))));
        }
    }

    [Theory, EachApiServer]
    public async Task Deleting_the_model_deletes_them_without_a_finalizer(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        var model = await op.ReadyAsync();
        Assert.Null(model.At("metadata.finalizers"));

        await op.Namespace.Kubectl.RunAsync("delete", "imodel", "digits", "--timeout=30s");

        foreach (var (resource, name) in new[] { (op.Deployments, "digits"), (op.Services, "digits"), (op.Services, "digits-headless") })
        {
            await resource.UntilGoneAsync(name);
        }
    }

    [Theory, EachApiServer]
    public async Task What_the_spec_asks_for_no_longer_is_deleted(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        var budgets = op.Namespace.Of("policy/v1", "poddisruptionbudgets");
        await op.ApplyAsync("""{"replicas":2}""");
        await budgets.UntilAsync("digits", _ => true, "made");

        await op.ApplyAsync("""{"replicas":1}""");

        await budgets.UntilGoneAsync("digits");
    }

    [Theory, EachApiServer]
    public async Task What_somebody_else_made_is_left_as_it_is_and_named(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        (await op.Services.CreateAsync("""{"metadata":{"name":"digits"},"spec":{"ports":[{"port":80}]}}""")).Succeeded();

        await op.ApplyAsync();
        var model = await op.UntilAsync("Ready", "False", "ObjectNotOurs");

        Assert.Contains("Service digits", OperatorNamespace.Condition(model, "Ready").Text("message"), StringComparison.Ordinal);
        var service = (await op.Services.GetAsync("digits")).Succeeded();
        Assert.Null(service.At("metadata.ownerReferences"));
        Assert.Equal("80", service.Text("spec.ports[0].port"));

        (await op.Services.DeleteAsync("digits")).Succeeded();
        await op.Services.UntilAsync("digits", made => made.Text("spec.ports[0].name") == "grpc", "the model's own");
    }

    [Theory, EachApiServer]
    public async Task A_Deployment_that_somebody_else_made_is_not_scaled(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        (await op.Deployments.CreateAsync("""
            {"metadata":{"name":"digits"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"payments"}},"template":{"metadata":{"labels":{"app":"payments"}},"spec":{"containers":[{"name":"payments","image":"payments:1"}]}}}}
            """)).Succeeded();

        await op.ApplyAsync("""{"replicas":0}""");
        await op.UntilAsync("Ready", "False", "ObjectNotOurs");

        var deployment = (await op.Deployments.GetAsync("digits")).Succeeded();
        Assert.Equal("1", deployment.Text("spec.replicas"));
        Assert.Null(deployment.At("metadata.annotations")?["inferenceplatform.io/scaled-for"]);
    }

    [Theory, EachApiServer]
    public async Task An_operator_of_one_namespace_leaves_others_alone(ApiServerKind kind)
    {
        await using var op = await StartAsync(kind);
        var elsewhere = await op.Namespace.Server.CreateNamespaceAsync();
        (await elsewhere.InferenceModels.CreateAsync("""{"apiVersion":"inferenceplatform.io/v1alpha1","kind":"InferenceModel","metadata":{"name":"digits"},"spec":{"model":{"uri":"configmap://digits/model.onnx"}}}""")).Succeeded();

        await op.ReadyAsync();

        Assert.Empty((await elsewhere.Deployments.ListAsync()).Succeeded().Items());
        Assert.Null((await elsewhere.InferenceModels.GetAsync("digits")).Succeeded().At("status"));
    }
}
