namespace InferencePlatform.ApiServer.Tests.Reading;

/// <summary>Lists in pieces, by <c>limit</c> and <c>continue</c>.</summary>
public sealed class PagingTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Pages_together_are_the_whole_list_as_it_was_at_the_first(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
        {
            (await ns.Widgets.CreateAsync(Sample.Widget(name))).Succeeded();
        }

        var first = (await ns.Widgets.ListAsync("limit=2")).Succeeded();
        (await ns.Widgets.CreateAsync(Sample.Widget("cc"))).Succeeded();
        var second = (await ns.Widgets.ListAsync($"limit=2&continue={Continue(first)}")).Succeeded();
        var third = (await ns.Widgets.ListAsync($"limit=2&continue={Continue(second)}")).Succeeded();

        Assert.Equal(["a", "b"], first.Names());
        Assert.Equal(["c", "d"], second.Names());
        Assert.Equal(["e"], third.Names());
        Assert.Equal("3", first.Text("metadata.remainingItemCount"));
        Assert.True(IsLast(third));
        Assert.Equal(first.ResourceVersion(), second.ResourceVersion());
        Assert.Equal(first.ResourceVersion(), third.ResourceVersion());
    }

    [Theory, EachApiServer]
    public async Task A_limit_that_is_not_reached_has_no_continuation(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var list = (await ns.Widgets.ListAsync("limit=1")).Succeeded();

        Assert.Equal(["a"], list.Names());
        Assert.True(IsLast(list));
        Assert.Null(list.Text("metadata.remainingItemCount"));
    }

    [Theory, EachApiServer]
    public async Task A_continuation_that_this_server_never_gave_is_a_bad_request(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.Widgets.ListAsync("limit=1&continue=nonsense")).Failed(HttpStatusCode.BadRequest, "BadRequest");
    }

    private static bool IsLast(System.Text.Json.Nodes.JsonNode list) => string.IsNullOrEmpty(list.Text("metadata.continue"));

    private static string Continue(System.Text.Json.Nodes.JsonNode list) => Uri.EscapeDataString(list.Text("metadata.continue")!);
}
