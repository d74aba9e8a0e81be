using System.Net;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;

namespace InferencePlatform.Local.Tests.Api;

public sealed class LimitTests : EmbeddedServerTest
{
    [Fact]
    public async Task A_watch_more_than_allowed_is_refused_and_one_that_ends_makes_room()
    {
        using var http = HttpOf(await StartAsync(new() { StateDirectory = Folder, MaxWatchers = 1 }));
        const string Watch = "/api/v1/configmaps?watch=true&timeoutSeconds=30";

        using (await http.GetAsync(Watch, HttpCompletionOption.ResponseHeadersRead, Cancelled))
        {
            using var refused = await http.GetAsync(Watch, HttpCompletionOption.ResponseHeadersRead, Cancelled);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        }

        HttpResponseMessage next;
        while ((next = await http.GetAsync(Watch, HttpCompletionOption.ResponseHeadersRead, Cancelled)).StatusCode == HttpStatusCode.TooManyRequests)
        {
            next.Dispose();
        }

        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        next.Dispose();
    }

    [Fact]
    public async Task An_object_more_than_allowed_is_refused_and_those_there_can_still_be_changed()
    {
        var client = ClientOf(await StartAsync(new() { MaxObjects = 5 }));
        var map = new ConfigMap { Metadata = new ObjectMeta { Name = "fifth", Namespace = "default" } };

        var created = await client.CreateAsync(map, Cancelled);
        var refused = await Assert.ThrowsAsync<ApiException>(() => client.CreateAsync(map with { Metadata = map.Metadata with { Name = "sixth" } }, Cancelled));
        var updated = await client.UpdateAsync(ResourceType.Of<ConfigMap>(), ObjectKey.Of(created), created with { Data = new Dictionary<string, string> { ["a"] = "b" } }, WriteOptions.Plain, Cancelled);

        Assert.Contains("keeps 5 objects at most", refused.Message, StringComparison.Ordinal);
        Assert.NotEqual(created.Metadata.ResourceVersion, updated.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_watch_from_before_the_kept_history_is_told_to_list_anew()
    {
        var client = ClientOf(await StartAsync(new() { HistoryLimit = 10 }));
        var type = ResourceType.Of<ConfigMap>();
        var list = await client.ListAsync<ConfigMap>(type, null, ListOptions.All, Cancelled);
        for (var i = 0; i < 100; i++)
        {
            await client.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { GenerateName = "a-", Namespace = "default" } }, Cancelled);
        }

        var gone = await Assert.ThrowsAsync<ApiException>(async () =>
        {
            await foreach (var _ in client.WatchAsync<ConfigMap>(type, null, new WatchOptions { ResourceVersion = list.ResourceVersion }, Cancelled))
            {
            }
        });

        Assert.True(gone.IsGone);
    }

    [Fact]
    public async Task Pages_of_a_list_are_of_one_state_and_end_when_that_is_forgotten()
    {
        var client = ClientOf(await StartAsync(new()));
        var type = ResourceType.Of<ConfigMap>();
        for (var i = 0; i < 3; i++)
        {
            await client.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = $"map-{i}", Namespace = "default" } }, Cancelled);
        }

        var first = await client.ListAsync<ConfigMap>(type, "default", new ListOptions { Limit = 2 }, Cancelled);
        await client.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = "map-9", Namespace = "default" } }, Cancelled);
        var second = await client.ListAsync<ConfigMap>(type, "default", new ListOptions { Limit = 2, Continue = first.Continue }, Cancelled);

        Assert.Equal("map-2", Assert.Single(second.Items).Metadata.Name);
        for (var i = 0; i < 40; i++)
        {
            await client.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { GenerateName = "more-", Namespace = "default" } }, Cancelled);
            await client.ListAsync<ConfigMap>(type, "default", new ListOptions { Limit = 1 }, Cancelled);
        }

        Assert.True((await Assert.ThrowsAsync<ApiException>(() => client.ListAsync<ConfigMap>(type, "default", new ListOptions { Limit = 2, Continue = first.Continue }, Cancelled))).IsGone);
    }
}
