namespace InferencePlatform.ApiServer.Tests.Watching;

/// <summary>Watches from a place that the server no longer knows, or never did.</summary>
public sealed class ExpiredTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_resource_version_that_is_too_old_ends_the_watch_with_410(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        using var watch = await ns.Widgets.WatchAsync("resourceVersion=1");
        var status = await watch.ExpectAsync("ERROR");

        Assert.Equal("Status", status.Text("kind"));
        Assert.Equal("410", status.Text("code"));
        Assert.Equal("Expired", status.Text("reason"));
        Assert.Null(await watch.NextAsync());
    }

    [Theory, EachApiServer]
    public async Task A_resource_version_that_is_no_number_is_refused_and_not_taken_for_the_present(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var answer = await ns.Widgets.ListAsync("watch=true&resourceVersion=soon");

        Assert.True((int)answer.Code >= 400, answer.Body);
        Assert.Equal("Status", answer.Json.Text("kind"));
        Assert.Contains("soon", answer.Json.Text("message"), StringComparison.Ordinal);
    }
}
