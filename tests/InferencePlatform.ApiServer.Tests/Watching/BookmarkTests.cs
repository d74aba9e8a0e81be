namespace InferencePlatform.ApiServer.Tests.Watching;

/// <summary>Bookmarks: how a watch that tells nothing still says how far it is.</summary>
public sealed class BookmarkTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_watch_that_asks_for_bookmarks_gets_one_before_it_times_out(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var other = await NamespaceAsync(kind);
        var list = (await ns.Widgets.ListAsync()).Succeeded();

        using var watch = await ns.Widgets.WatchAsync($"resourceVersion={list.ResourceVersion()}&allowWatchBookmarks=true&timeoutSeconds=4");
        var elsewhere = (await other.Widgets.CreateAsync(Sample.Widget("elsewhere"))).Succeeded();
        var bookmark = await watch.ExpectAsync("BOOKMARK");

        Assert.Equal("Widget", bookmark.Text("kind"));
        Assert.Null(bookmark.Text("metadata.name"));
        Assert.True(ulong.Parse(bookmark.ResourceVersion(), null) >= ulong.Parse(elsewhere.ResourceVersion(), null));
    }

    [Theory, EachApiServer]
    public async Task A_watch_from_a_bookmark_misses_nothing(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        string from;
        using (var watch = await ns.Widgets.WatchAsync("allowWatchBookmarks=true&timeoutSeconds=4"))
        {
            from = (await watch.ExpectAsync("BOOKMARK")).ResourceVersion();
        }

        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        using var next = await ns.Widgets.WatchAsync($"resourceVersion={from}");
        await next.ExpectAsync("ADDED", "a");
    }

    [Theory, EachApiServer]
    public async Task A_watch_that_does_not_ask_gets_none(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        using var watch = await ns.Widgets.WatchAsync("timeoutSeconds=4");

        Assert.Null(await watch.NextAsync());
    }
}
