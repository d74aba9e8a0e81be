namespace InferencePlatform.ApiServer.Tests.Subresources;

/// <summary>Scale: one shape for all that has replicas.</summary>
public sealed class ScaleTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_custom_resource_is_read_as_a_Scale(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var created = (await ns.Widgets.CreateAsync(Sample.Widget("a", """{"color":"red","replicas":3}"""))).Succeeded();
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"status":{"replicas":2,"selector":"app=a"}}""", "status")).Succeeded();

        var scale = (await ns.Widgets.GetAsync("a", "scale")).Succeeded();

        Assert.Equal("Scale", scale.Text("kind"));
        Assert.Equal("autoscaling/v1", scale.Text("apiVersion"));
        Assert.Equal("a", scale.Name());
        Assert.Equal(created.Text("metadata.uid"), scale.Text("metadata.uid"));
        Assert.Equal("3", scale.Text("spec.replicas"));
        Assert.Equal("2", scale.Text("status.replicas"));
        Assert.Equal("app=a", scale.Text("status.selector"));
    }

    [Theory, EachApiServer]
    public async Task A_write_of_it_changes_the_replicas_and_the_generation(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        var scale = (await ns.Widgets.GetAsync("a", "scale")).Succeeded();

        var written = (await ns.Widgets.UpdateAsync(scale.With("spec.replicas", 5), "scale")).Succeeded();
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"replicas":6}}""", "scale")).Succeeded();

        Assert.Equal("5", written.Text("spec.replicas"));
        var widget = (await ns.Widgets.GetAsync("a")).Succeeded();
        Assert.Equal("6", widget.Text("spec.replicas"));
        Assert.Equal("red", widget.Text("spec.color"));
        Assert.Equal("3", widget.Text("metadata.generation"));
    }

    [Theory, EachApiServer]
    public async Task It_keeps_to_the_objects_schema(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"replicas":101}}""", "scale")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"replicas":-1}}""", "scale")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }

    [Theory, EachApiServer]
    public async Task A_Deployments_Scale_has_its_selector(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Deployments.CreateAsync(Sample.Deployment("a"))).Succeeded();

        var scale = (await ns.Deployments.GetAsync("a", "scale")).Succeeded();

        Assert.Equal("Scale", scale.Text("kind"));
        Assert.Equal("app=a", scale.Text("status.selector"));
        Assert.Equal("0", scale.At("spec.replicas")?.ToString() ?? "0");
    }

    [Theory, EachApiServer]
    public async Task An_old_copy_is_a_conflict(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        var old = (await ns.Widgets.GetAsync("a", "scale")).Succeeded();
        (await ns.Widgets.UpdateAsync(old.With("spec.replicas", 2), "scale")).Succeeded();

        (await ns.Widgets.UpdateAsync(old.With("spec.replicas", 3), "scale")).Failed(HttpStatusCode.Conflict, "Conflict");
    }
}
