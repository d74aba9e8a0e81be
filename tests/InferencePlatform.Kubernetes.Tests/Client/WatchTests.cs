using System.Net;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace InferencePlatform.Kubernetes.Tests.Client;

public sealed class WatchTests
{
    private static readonly ResourceType ConfigMaps = ResourceType.Of<ConfigMap>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task Events_are_seen_when_they_come_and_not_at_the_end(HttpProtocols protocol)
    {
        var goOn = new SemaphoreSlim(0);
        await using var server = await ScriptedServer.StartAsync(
            async c =>
            {
                var added = Answers.Event("ADDED", Answers.ConfigMap("a", "1"));
                await c.SendAsync(added[..30]);
                await goOn.WaitAsync(c.RequestAborted);
                await c.SendAsync(added[30..]);
                await goOn.WaitAsync(c.RequestAborted);
                await c.SendAsync(Answers.Bookmark("2") + Answers.Event("MODIFIED", Answers.ConfigMap("a", "3")) + "\n" + Answers.Event("DELETED", Answers.ConfigMap("a", "4")));
            },
            protocols: protocol);
        await using var client = server.Client();

        var seen = new List<(WatchEventType, string?, string)>();
        goOn.Release();
        await foreach (var e in client.WatchAsync<ConfigMap>(ConfigMaps, "ns", new WatchOptions { ResourceVersion = "0", LabelSelector = "a=b" }, Cancelled))
        {
            seen.Add((e.Type, e.Object?.Metadata.Name, e.ResourceVersion));
            goOn.Release();
        }

        Assert.Equal([(WatchEventType.Added, "a", "1"), (WatchEventType.Bookmark, null, "2"), (WatchEventType.Modified, "a", "3"), (WatchEventType.Deleted, "a", "4")], seen);
        Assert.Equal("GET /api/v1/namespaces/ns/configmaps?watch=true&allowWatchBookmarks=true&resourceVersion=0&timeoutSeconds=300&labelSelector=a%3Db", Assert.Single(server.Asked));
    }

    [Fact]
    public async Task An_error_event_ends_the_watch_with_what_it_says()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.SendAsync(
            Answers.Event("ERROR", """{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version: 1 (9)"}""")));
        await using var client = server.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => ReadAsync(client));

        Assert.True(error.IsGone);
        Assert.Equal("too old resource version: 1 (9)", error.Message);
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"na""", "middle of an event")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"metadata\":{]}\n", "cannot be read")]
    [InlineData("{\"type\":\"SURPRISE\",\"object\":{}}\n", "SURPRISE")]
    [InlineData("null\n", "cannot be read")]
    public async Task What_is_no_event_ends_the_watch_as_a_broken_connection_does(string text, string said)
    {
        await using var server = await ScriptedServer.StartAsync(c => c.SendAsync(text));
        await using var client = server.Client();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(client));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task A_connection_that_breaks_ends_the_watch(HttpProtocols protocol)
    {
        await using var server = await ScriptedServer.StartAsync(
            async c =>
            {
                await c.SendAsync(Answers.Event("ADDED", Answers.ConfigMap("a", "1")));
                c.Abort();
            },
            protocols: protocol);
        await using var client = server.Client();

        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(client));
    }

    [Fact]
    public async Task An_event_over_the_limit_ends_the_watch_before_it_fills_the_memory()
    {
        const int Limit = 64 * 1024;
        var endless = new string('x', 16 * 1024);
        await using var server = await ScriptedServer.StartAsync(async c =>
        {
            await c.SendAsync("""{"type":"ADDED","object":{"data":{"key":" """);
            while (true)
            {
                await c.SendAsync(endless);
            }
        });
        await using var client = server.Client(o => o with { MaxWatchEventBytes = Limit });

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(client));

        Assert.Contains($"over {Limit} bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreadable_object_becomes_a_bookmark_and_the_watch_goes_on()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.SendAsync(
            Answers.Event("ADDED", """{"metadata":{"namespace":"ns","name":"bad","resourceVersion":"5"},"data":7}""") + Answers.Event("ADDED", Answers.ConfigMap("good", "6"))));
        await using var client = server.Client();
        var told = new List<UnreadableObject>();

        var events = await ReadAsync(client, told.Add);

        Assert.Equal([(WatchEventType.Bookmark, "5"), (WatchEventType.Added, "6")], events.Select(e => (e.Type, e.ResourceVersion)));
        Assert.Equal("ns/bad", Assert.Single(told).Key.ToString());
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(client));
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task A_watch_that_is_left_is_ended_at_the_server_too(HttpProtocols protocol)
    {
        const int Watches = 20;
        var ended = new SemaphoreSlim(0);
        await using var server = await ScriptedServer.StartAsync(
            async c =>
            {
                c.RequestAborted.Register(() => ended.Release());
                await c.SendAsync(Answers.Event("ADDED", Answers.ConfigMap("a", "1")));
                await c.SilenceAsync();
            },
            protocols: protocol);
        await using var client = server.Client();

        for (var i = 0; i < Watches; i++)
        {
            await foreach (var e in client.WatchAsync<ConfigMap>(ConfigMaps, "ns", new WatchOptions { ResourceVersion = "0" }, Cancelled))
            {
                break;
            }
        }

        for (var i = 0; i < Watches; i++)
        {
            Assert.True(await ended.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
        }
    }

    [Fact]
    public async Task More_watches_than_a_connection_has_streams_get_another_connection()
    {
        const int Watches = 150; // Kestrel, as the API server, allows 100 streams on a connection.
        var open = new SemaphoreSlim(0);
        await using var server = await ScriptedServer.StartAsync(
            async c =>
            {
                await c.SendAsync(Answers.Bookmark("1"));
                open.Release();
                await c.SilenceAsync();
            },
            protocols: HttpProtocols.Http2);
        await using var client = server.Client();
        using var enough = new CancellationTokenSource();

        var watches = Enumerable.Range(0, Watches).Select(_ => ReadAsync(client, null, enough.Token)).ToList();
        for (var i = 0; i < Watches; i++)
        {
            Assert.True(await open.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        }

        Assert.True(server.Requests.Select(r => r.Connection).Distinct().Count() > 1);
        await enough.CancelAsync();
        foreach (var watch in watches)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        }
    }

    [Fact]
    public async Task A_watch_that_is_refused_says_so()
    {
        await using var server = await ScriptedServer.StartAsync(c => c.StatusAsync(StatusCodes.Status403Forbidden, "Forbidden", "you may not"));
        await using var client = server.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => ReadAsync(client));

        Assert.Equal((HttpStatusCode.Forbidden, "you may not"), (error.StatusCode, error.Message));
    }

    private static async Task<List<WatchEvent<ConfigMap>>> ReadAsync(KubernetesClient client, Action<UnreadableObject>? onUnreadable = null, CancellationToken? until = null)
    {
        var events = new List<WatchEvent<ConfigMap>>();
        var options = new WatchOptions { ResourceVersion = "1", OnUnreadable = onUnreadable };
        await foreach (var e in client.WatchAsync<ConfigMap>(ConfigMaps, "ns", options, until ?? Cancelled))
        {
            events.Add(e);
        }

        return events;
    }
}
