namespace InferencePlatform.ApiServer.Tests.Subresources;

/// <summary>Status is written on its own, and only there.</summary>
public sealed class StatusTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_write_of_the_object_leaves_status_as_it_is(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var created = (await ns.Widgets.CreateAsync(Json.Of(Sample.Widget("a")).With("status", Json.Of("""{"replicas":7}""")).ToJsonString())).Succeeded();
        Assert.Null(created.At("status"));
        var written = (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"status":{"replicas":1}}""", "status")).Succeeded();

        var updated = (await ns.Widgets.UpdateAsync(written.With("spec.color", "blue").With("status", Json.Of("""{"replicas":9}""")))).Succeeded();

        Assert.Equal("blue", updated.Text("spec.color"));
        Assert.Equal("1", updated.Text("status.replicas"));
    }

    [Theory, EachApiServer]
    public async Task A_write_of_status_leaves_the_rest_as_it_is(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var created = (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var wanted = created.With("spec.color", "blue").With("metadata.labels", Json.Of("""{"x":"y"}""")).With("status", Json.Of("""{"replicas":2}"""));
        var updated = (await ns.Widgets.UpdateAsync(wanted, "status")).Succeeded();

        Assert.Equal("red", updated.Text("spec.color"));
        Assert.Null(updated.At("metadata.labels"));
        Assert.Equal("2", updated.Text("status.replicas"));
        Assert.Equal(updated.ToJsonString(), (await ns.Widgets.GetAsync("a")).Succeeded().ToJsonString());
    }

    [Theory, EachApiServer]
    public async Task A_status_from_an_old_copy_is_a_conflict(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var old = (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"color":"blue"}}""")).Succeeded();

        (await ns.Widgets.UpdateAsync(old.With("status", Json.Of("""{"replicas":2}""")), "status")).Failed(HttpStatusCode.Conflict, "Conflict");
    }

    [Theory, EachApiServer]
    public async Task A_status_that_breaks_the_schema_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var status = (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"status":{"conditions":[{"type":"Ready","status":"Perhaps"}]}}""", "status"))
            .Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

        Assert.Equal("status.conditions[0].status", status.Text("details.causes[0].field"));
        Assert.Equal("FieldValueNotSupported", status.Text("details.causes[0].reason"));
    }

    [Theory, EachApiServer]
    public async Task It_can_be_read_alone_but_not_created(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        Assert.Equal("a", (await ns.Widgets.GetAsync("a", "status")).Succeeded().Name());
        (await ns.Server.Client.PostAsync(ns.Widgets.PathOf("a", "status"), Json.Of(Sample.Widget("a")))).Failed(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed");
    }
}
