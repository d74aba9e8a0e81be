namespace InferencePlatform.ApiServer.Tests.Watching;

/// <summary>A list that comes as a watch, which newer clients ask for.</summary>
public sealed class StreamingListTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Initial_events_end_with_a_bookmark_that_says_so(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        using var watch = await ns.Widgets.WatchAsync("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        await watch.ExpectAsync("ADDED", "a");
        var end = await watch.ExpectAsync("BOOKMARK");

        Assert.Equal("true", end["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>());
    }
}
