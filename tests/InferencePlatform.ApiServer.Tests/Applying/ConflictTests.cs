namespace InferencePlatform.ApiServer.Tests.Applying;

/// <summary>Two managers that want different things.</summary>
public sealed class ConflictTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_conflict_names_the_field_and_who_owns_it(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"))).Succeeded();

        var status = (await ns.Widgets.ApplyAsync("a", "two", Sample.Widget("a", """{"color":"blue"}"""))).Failed(HttpStatusCode.Conflict, "Conflict");

        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .spec.color", status.Text("message"));
        Assert.Equal("FieldManagerConflict", status.Text("details.causes[0].reason"));
        Assert.Equal("conflict with \"one\"", status.Text("details.causes[0].message"));
        Assert.Equal(".spec.color", status.Text("details.causes[0].field"));
        Assert.Equal("red", (await ns.Widgets.GetAsync("a")).Succeeded().Text("spec.color"));
    }

    [Theory, EachApiServer]
    public async Task A_conflict_with_a_plain_write_says_when_and_how_it_was_made(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"), "fieldManager=hand")).Succeeded();

        var status = (await ns.ConfigMaps.ApplyAsync("a", "two", """{"apiVersion":"v1","kind":"ConfigMap","data":{"color":"blue"}}"""))
            .Failed(HttpStatusCode.Conflict, "Conflict");

        Assert.Matches("^Apply failed with 1 conflict: conflict with \"hand\" using v1( at [0-9TZ:-]+)?: .data.color$", status.Text("message"));
        Assert.Equal(".data.color", status.Text("details.causes[0].field"));
    }

    [Theory, EachApiServer]
    public async Task Every_conflicting_field_is_named(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"red","code":"a1","parts":[{"name":"x","weight":1}]}"""))).Succeeded();

        var status = (await ns.Widgets.ApplyAsync("a", "two", Sample.Widget("a", """{"color":"blue","code":"b1","parts":[{"name":"x","weight":2}]}""")))
            .Failed(HttpStatusCode.Conflict, "Conflict");

        Assert.StartsWith("Apply failed with 3 conflicts: conflicts with \"one\"", status.Text("message"), StringComparison.Ordinal);
        Assert.Equal(
            [".spec.code", ".spec.color", ".spec.parts[name=\"x\"].weight"],
            status.At("details.causes")!.AsArray().Select(cause => cause.Text("field")).Order());
    }

    [Theory, EachApiServer]
    public async Task Force_takes_the_field_from_its_owner(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"))).Succeeded();

        var forced = (await ns.Widgets.ApplyAsync("a", "two", Sample.Widget("a", """{"color":"blue"}"""), force: true)).Succeeded();

        Assert.Equal("blue", forced.Text("spec.color"));
        Assert.Equal(["two"], ManagedFields.OwnersOf(forced, "f:spec", "f:color"));
    }

    [Theory, EachApiServer]
    public async Task The_same_value_is_no_conflict_and_is_owned_by_both(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"))).Succeeded();

        var applied = (await ns.Widgets.ApplyAsync("a", "two", Sample.Widget("a"))).Succeeded();

        Assert.Equal(["one", "two"], ManagedFields.OwnersOf(applied, "f:spec", "f:color"));
    }

    [Theory, EachApiServer]
    public async Task A_plain_write_takes_what_it_changes_and_never_conflicts(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"red","code":"a1"}"""))).Succeeded();

        var patched = (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"color":"blue"}}""", query: "fieldManager=hand")).Succeeded();

        Assert.Equal(["hand"], ManagedFields.OwnersOf(patched, "f:spec", "f:color"));
        Assert.Equal(["one"], ManagedFields.OwnersOf(patched, "f:spec", "f:code"));
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"))).Failed(HttpStatusCode.Conflict, "Conflict");
    }

    [Theory, EachApiServer]
    public async Task Scaling_a_Deployment_takes_its_replicas_from_who_applied_them(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Deployments.ApplyAsync("a", "one", Sample.Deployment("a"))).Succeeded();
        (await ns.Deployments.PatchAsync("a", PatchType.Merge, """{"spec":{"replicas":0}}""", "scale", "fieldManager=scaler")).Succeeded();
        Assert.Equal(["one"], ManagedFields.OwnersOf((await ns.Deployments.GetAsync("a")).Succeeded(), "f:spec", "f:replicas"));

        (await ns.Deployments.PatchAsync("a", PatchType.Merge, """{"spec":{"replicas":2,"paused":true}}""", query: "fieldManager=scaler")).Succeeded();

        var status = (await ns.Deployments.ApplyAsync("a", "one", Sample.Deployment("a"))).Failed(HttpStatusCode.Conflict, "Conflict");
        Assert.Equal(".spec.replicas", status.Text("details.causes[0].field"));
    }
}
