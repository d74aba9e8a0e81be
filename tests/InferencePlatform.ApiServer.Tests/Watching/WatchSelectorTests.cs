namespace InferencePlatform.ApiServer.Tests.Watching;

/// <summary>Watches of the objects that match, which come and go as their labels change.</summary>
public sealed class WatchSelectorTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task An_object_that_begins_to_match_is_added_and_one_that_no_longer_does_is_deleted(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        using var watch = await ns.Widgets.WatchAsync("labelSelector=app%3Dx");

        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"metadata":{"labels":{"app":"x"}}}""")).Succeeded();
        await watch.ExpectAsync("ADDED", "a");
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"color":"blue"}}""")).Succeeded();
        await watch.ExpectAsync("MODIFIED", "a");
        var left = (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"metadata":{"labels":{"app":"y"}}}""")).Succeeded();

        Assert.Equal(left.ResourceVersion(), (await watch.ExpectAsync("DELETED", "a")).ResourceVersion());
    }

    [Theory, EachApiServer]
    public async Task Changes_of_others_are_not_told(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        using var watch = await ns.Widgets.WatchAsync("labelSelector=app%3Dx");

        (await ns.Widgets.CreateAsync(Sample.Widget("other"))).Succeeded();
        (await ns.Widgets.CreateAsync(Json.Of(Sample.Widget("mine")).With("metadata.labels", Json.Of("""{"app":"x"}""")).ToJsonString())).Succeeded();

        await watch.ExpectAsync("ADDED", "mine");
    }
}
