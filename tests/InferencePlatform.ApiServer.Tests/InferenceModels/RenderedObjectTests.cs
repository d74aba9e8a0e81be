namespace InferencePlatform.ApiServer.Tests.InferenceModels;

/// <summary>What the operator makes of a model, given to an API server.</summary>
public sealed class RenderedObjectTests(ApiServers servers) : ApiServerCase(servers)
{
    /// <summary>Served only where the Prometheus operator is installed.</summary>
    private const string ServiceMonitors = "monitoring.coreos.com/v1";

    [Theory, EachApiServer]
    public async Task It_is_taken_as_it_is_and_applying_it_again_changes_nothing(ApiServerKind kind)
    {
        Assert.NotEmpty(RenderedObject.Cases);
        foreach (var name in RenderedObject.Cases)
        {
            var ns = await NamespaceAsync(kind);
            var owner = (await ns.InferenceModels.CreateAsync(Model.With("digits"))).Succeeded();
            foreach (var rendered in RenderedObject.Of(name, ns.Name, owner.Text("metadata.uid")!).Where(rendered => rendered.GroupVersion != ServiceMonitors))
            {
                var first = await ApplyAsync(ns, rendered);
                Assert.True(first.Code == HttpStatusCode.Created, $"{name}, {rendered.Kind}: {first.Body}");
                var again = await ApplyAsync(ns, rendered);
                Assert.True(first.Json.ResourceVersion() == again.Succeeded().ResourceVersion(), $"{name}, {rendered.Kind}: {again.Body}");
            }
        }
    }

    [Fact]
    public async Task Its_pods_keep_to_the_restricted_Pod_Security_Standard()
    {
        Assert.SkipUnless(ApiServers.WhyNot(ApiServerKind.Real) is null, ApiServers.WhyNot(ApiServerKind.Real) ?? "");
        var ns = await NamespaceAsync(ApiServerKind.Real);
        (await ns.Server.Client.PatchAsync($"/api/v1/namespaces/{ns.Name}", PatchType.Merge, """{"metadata":{"labels":{"pod-security.kubernetes.io/warn":"restricted"}}}""")).Succeeded();
        await UntilItWarnsAsync(ns);
        foreach (var name in RenderedObject.Cases)
        {
            foreach (var rendered in RenderedObject.Of(name, ns.Name, Guid.NewGuid().ToString()).Where(rendered => rendered.Kind == "Deployment"))
            {
                var applied = await rendered.In(ns).ApplyAsync(rendered.Name, "inference-operator", rendered.Yaml, query: "dryRun=All");
                Assert.True(applied.Warnings is [], $"{name}: {string.Join(' ', applied.Warnings)}");
            }
        }
    }

    /// <summary>The server sees a namespace's labels a moment after they are written.</summary>
    private static async Task UntilItWarnsAsync(TestNamespace ns)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await ns.Deployments.CreateAsync(Sample.Deployment("loose"), "dryRun=All")).Warnings is [])
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static Task<ApiResponse> ApplyAsync(TestNamespace ns, RenderedObject rendered) =>
        rendered.In(ns).ApplyAsync(rendered.Name, "inference-operator", rendered.Yaml, query: "fieldValidation=Strict");
}
