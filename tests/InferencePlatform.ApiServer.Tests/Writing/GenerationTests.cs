namespace InferencePlatform.ApiServer.Tests.Writing;

/// <summary>The generation counts what is wanted, so that a controller can say which wish it has seen.</summary>
public sealed class GenerationTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task It_counts_changes_of_spec_and_no_others(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        (await ns.Deployments.CreateAsync(Sample.Deployment("a"))).Succeeded();

        foreach (var (resource, spec) in new[] { (ns.Widgets, """{"spec":{"color":"blue"}}"""), (ns.Deployments, """{"spec":{"paused":true}}""") })
        {
            var labelled = (await resource.PatchAsync("a", PatchType.Merge, """{"metadata":{"labels":{"x":"y"}}}""")).Succeeded();
            Assert.Equal("1", labelled.Text("metadata.generation"));
            var status = (await resource.PatchAsync("a", PatchType.Merge, """{"status":{"replicas":3}}""", "status")).Succeeded();
            Assert.Equal("1", status.Text("metadata.generation"));
            var changed = (await resource.PatchAsync("a", PatchType.Merge, spec)).Succeeded();
            Assert.Equal("2", changed.Text("metadata.generation"));
        }
    }

    [Theory, EachApiServer]
    public async Task Annotations_count_for_a_Deployment_and_not_for_a_custom_resource(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        (await ns.Deployments.CreateAsync(Sample.Deployment("a"))).Succeeded();
        const string Annotated = """{"metadata":{"annotations":{"x":"y"}}}""";

        Assert.Equal("1", (await ns.Widgets.PatchAsync("a", PatchType.Merge, Annotated)).Succeeded().Text("metadata.generation"));
        Assert.Equal("2", (await ns.Deployments.PatchAsync("a", PatchType.Merge, Annotated)).Succeeded().Text("metadata.generation"));
    }

    [Theory, EachApiServer]
    public async Task A_delete_that_waits_for_a_finalizer_counts_too(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var widget = Json.Of(Sample.Widget("a")).With("metadata.finalizers", new System.Text.Json.Nodes.JsonArray("example.com/wait"));
        (await ns.Widgets.CreateAsync(widget.ToJsonString())).Succeeded();

        (await ns.Widgets.DeleteAsync("a")).Succeeded();

        Assert.Equal("2", (await ns.Widgets.GetAsync("a")).Succeeded().Text("metadata.generation"));
    }
}
