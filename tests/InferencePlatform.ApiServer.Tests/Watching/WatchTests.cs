namespace InferencePlatform.ApiServer.Tests.Watching;

/// <summary>What a watch tells, and in which order.</summary>
public sealed class WatchTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Without_a_resource_version_it_begins_with_what_is_there(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        (await ns.Widgets.CreateAsync(Sample.Widget("b"))).Succeeded();

        using var watch = await ns.Widgets.WatchAsync();
        var names = new[] { (await watch.ExpectAsync("ADDED")).Name(), (await watch.ExpectAsync("ADDED")).Name() };
        (await ns.Widgets.CreateAsync(Sample.Widget("c"))).Succeeded();

        Assert.Equal(["a", "b"], names.Order());
        await watch.ExpectAsync("ADDED", "c");
    }

    [Theory, EachApiServer]
    public async Task From_a_lists_resource_version_it_tells_every_later_change_and_no_earlier_one(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("before"))).Succeeded();
        var list = (await ns.Widgets.ListAsync()).Succeeded();
        var created = (await ns.Widgets.CreateAsync(Sample.Widget("after"))).Succeeded();
        var changed = (await ns.Widgets.UpdateAsync(created.With("spec.color", "blue"))).Succeeded();
        (await ns.Widgets.DeleteAsync("after")).Succeeded();

        using var watch = await ns.Widgets.WatchAsync($"resourceVersion={list.ResourceVersion()}");

        Assert.Equal(created.ResourceVersion(), (await watch.ExpectAsync("ADDED", "after")).ResourceVersion());
        var modified = await watch.ExpectAsync("MODIFIED", "after");
        Assert.Equal(changed.ResourceVersion(), modified.ResourceVersion());
        Assert.Equal("blue", modified.Text("spec.color"));
        var deleted = await watch.ExpectAsync("DELETED", "after");
        Assert.Equal("blue", deleted.Text("spec.color"));
        Assert.True(ulong.Parse(deleted.ResourceVersion(), null) > ulong.Parse(changed.ResourceVersion(), null));
    }

    [Theory, EachApiServer]
    public async Task It_goes_on_where_another_stopped(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        string seen;
        using (var first = await ns.Widgets.WatchAsync("resourceVersion=0"))
        {
            (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
            seen = (await first.ExpectAsync("ADDED", "a")).ResourceVersion();
        }

        (await ns.Widgets.CreateAsync(Sample.Widget("b"))).Succeeded();
        (await ns.Widgets.DeleteAsync("a")).Succeeded();

        using var second = await ns.Widgets.WatchAsync($"resourceVersion={seen}");
        await second.ExpectAsync("ADDED", "b");
        await second.ExpectAsync("DELETED", "a");
    }

    [Theory, EachApiServer]
    public async Task It_ends_after_its_timeout(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        using var watch = await ns.Widgets.WatchAsync("timeoutSeconds=1");

        Assert.Null(await watch.NextAsync());
    }

    [Theory, EachApiServer]
    public async Task A_built_in_kinds_events_say_their_kind(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        using var watch = await ns.ConfigMaps.WatchAsync("fieldSelector=metadata.name%3Da");
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("b"))).Succeeded();
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        var added = await watch.ExpectAsync("ADDED", "a");
        Assert.Equal("ConfigMap", added.Text("kind"));
        Assert.Equal("v1", added.Text("apiVersion"));
    }

    [Theory, EachApiServer]
    public async Task A_finalizer_makes_of_a_delete_a_change_and_then_the_end(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var created = (await ns.Widgets.CreateAsync(Json.Of(Sample.Widget("a")).With("metadata.finalizers", new System.Text.Json.Nodes.JsonArray("example.com/wait")).ToJsonString())).Succeeded();
        using var watch = await ns.Widgets.WatchAsync($"resourceVersion={created.ResourceVersion()}");

        (await ns.Widgets.DeleteAsync("a")).Succeeded();
        Assert.NotNull((await watch.ExpectAsync("MODIFIED", "a")).Text("metadata.deletionTimestamp"));
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"metadata":{"finalizers":null}}""")).Succeeded();
        await watch.ExpectAsync("DELETED", "a");
    }
}
