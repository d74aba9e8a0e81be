namespace InferencePlatform.ApiServer.Tests.Applying;

/// <summary>Server-side apply: a manager states what it wants and owns what it stated.</summary>
public sealed class ApplyTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Applying_creates_then_changes_then_leaves_alone(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var created = await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"));
        var changed = await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"blue"}"""));
        var same = await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"blue"}"""));

        Assert.Equal(HttpStatusCode.Created, created.Code);
        Assert.Equal(HttpStatusCode.OK, changed.Code);
        Assert.Equal("blue", changed.Json.Text("spec.color"));
        Assert.NotEqual(created.Json.ResourceVersion(), changed.Json.ResourceVersion());
        Assert.Equal(changed.Json.ResourceVersion(), same.Succeeded().ResourceVersion());
    }

    [Theory, EachApiServer]
    public async Task A_field_that_its_manager_no_longer_applies_is_removed(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"red","code":"a1","labels":{"x":"1","y":"2"}}"""))).Succeeded();

        var applied = (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"red","labels":{"y":"2"}}"""))).Succeeded();

        Assert.Null(applied.At("spec.code"));
        Assert.Equal("""{"y":"2"}""", applied.At("spec.labels")!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task A_field_that_another_manager_owns_too_stays(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"red","code":"a1"}"""))).Succeeded();
        (await ns.Widgets.ApplyAsync("a", "two", Sample.Widget("a", """{"color":"red","code":"a1"}"""))).Succeeded();

        var applied = (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"))).Succeeded();

        Assert.Equal("a1", applied.Text("spec.code"));
    }

    [Theory, EachApiServer]
    public async Task Fields_of_others_are_left_alone(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        var applied = (await ns.ConfigMaps.ApplyAsync("a", "one", """{"apiVersion":"v1","kind":"ConfigMap","data":{"size":"big"}}""")).Succeeded();

        Assert.Equal("""{"color":"red","size":"big"}""", applied["data"]!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task The_body_may_be_YAML(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var applied = await ns.ConfigMaps.ApplyAsync("a", "one", """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: a
            data:
              text: |
                two
                lines

            """);

        Assert.Equal("two\nlines\n", applied.Succeeded().Text("data.text"));
    }

    [Theory, EachApiServer]
    public async Task A_null_is_a_value_that_is_not_stated(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var applied = (await ns.Deployments.ApplyAsync("a", "one", Json.Of(Sample.Deployment("a")).With("spec.paused", null).ToJsonString())).Succeeded();

        Assert.Null(applied.At("spec.paused"));
    }

    [Theory, EachApiServer]
    public async Task An_object_that_was_read_back_cannot_be_applied_with_its_managed_fields(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var applied = (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"))).Succeeded();

        var status = (await ns.Widgets.ApplyAsync("a", "one", applied.ToJsonString())).Failed(HttpStatusCode.BadRequest, "BadRequest");

        Assert.Equal("metadata.managedFields must be nil", status.Text("message"));
    }

    [Theory, EachApiServer]
    public async Task Applying_needs_the_name_of_the_manager(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var answer = await ns.Widgets.PatchAsync("a", PatchType.Apply, Sample.Widget("a"));

        var status = answer.Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
        Assert.Equal("fieldManager", status.Text("details.causes[0].field"));
    }

    [Theory, EachApiServer]
    public async Task Applying_to_an_old_resource_version_is_a_conflict(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var old = (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"))).Succeeded();
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"blue"}"""))).Succeeded();

        var stale = Json.Of(Sample.Widget("a", """{"color":"green"}""")).With("metadata.resourceVersion", old.ResourceVersion());

        (await ns.Widgets.ApplyAsync("a", "one", stale.ToJsonString())).Failed(HttpStatusCode.Conflict, "Conflict");
    }

    [Theory, EachApiServer]
    public async Task Applying_with_a_uid_never_creates(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var body = Json.Of(Sample.Widget("a")).With("metadata.uid", "7f3c1f2e-0000-4000-8000-000000000000");

        (await ns.Widgets.ApplyAsync("a", "one", body.ToJsonString())).Failed(HttpStatusCode.Conflict, "Conflict");
        (await ns.Widgets.GetAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");
    }
}
