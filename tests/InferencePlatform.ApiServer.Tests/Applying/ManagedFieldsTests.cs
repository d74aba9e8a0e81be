namespace InferencePlatform.ApiServer.Tests.Applying;

/// <summary>What is written down of who owns what.</summary>
public sealed class ManagedFieldsTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task An_applied_object_has_an_entry_with_the_applied_fields(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var applied = (await ns.Widgets.ApplyAsync("a", "one", """
            {"apiVersion":"testing.inferenceplatform.io/v1alpha1","kind":"Widget","metadata":{"name":"a","labels":{"x":"y"}},
             "spec":{"color":"red","labels":{"k":"v"},"parts":[{"name":"p","weight":1,"colors":["b","a"]}]}}
            """)).Succeeded();

        var entry = Assert.Single(ManagedFields.Of(applied));
        Assert.Equal("one", entry.Text("manager"));
        Assert.Equal("Apply", entry.Text("operation"));
        Assert.Equal("testing.inferenceplatform.io/v1alpha1", entry.Text("apiVersion"));
        Assert.Equal("FieldsV1", entry.Text("fieldsType"));
        Assert.NotNull(entry.Text("time"));
        Assert.Equal(
            """
            {"f:metadata":{"f:labels":{"f:x":{}}},"f:spec":{"f:color":{},"f:labels":{"f:k":{}},"f:parts":{"k:{\"name\":\"p\"}":{".":{},"f:colors":{"v:\"a\"":{},"v:\"b\"":{}},"f:name":{},"f:weight":{}}}}}
            """,
            entry["fieldsV1"]!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task A_plain_write_is_an_update_by_the_programs_name(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var created = (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a", """{"x":"y"}"""))).Succeeded();

        var entry = Assert.Single(ManagedFields.Of(created));
        Assert.Equal("conformance", entry.Text("manager"));
        Assert.Equal("Update", entry.Text("operation"));
        Assert.Equal("""{"f:data":{".":{},"f:color":{}},"f:metadata":{"f:labels":{".":{},"f:x":{}}}}""", entry["fieldsV1"]!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task Writes_of_a_subresource_have_an_entry_of_their_own(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"))).Succeeded();

        var written = (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"status":{"replicas":1}}""", "status", "fieldManager=one")).Succeeded();

        var entry = Assert.Single(ManagedFields.Of(written), entry => entry.Text("subresource") == "status");
        Assert.Equal("one", entry.Text("manager"));
        Assert.Equal("Update", entry.Text("operation"));
        Assert.Equal("""{"f:status":{".":{},"f:replicas":{}}}""", entry["fieldsV1"]!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task A_manager_that_owns_nothing_any_more_has_no_entry(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"))).Succeeded();
        (await ns.Widgets.ApplyAsync("a", "two", Sample.Widget("a", """{"color":"blue"}"""), force: true)).Succeeded();

        Assert.Equal(["two"], ManagedFields.Of((await ns.Widgets.GetAsync("a")).Succeeded()).Select(entry => entry.Text("manager")));
    }

    [Theory, EachApiServer]
    public async Task They_can_be_cleared_by_an_empty_entry(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"))).Succeeded();

        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"metadata":{"managedFields":[{}]}}""")).Succeeded();

        Assert.Null((await ns.Widgets.GetAsync("a")).Succeeded().At("metadata.managedFields"));
    }
}
