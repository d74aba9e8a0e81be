using InferencePlatform.Kubernetes.Informers;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Informers;

public sealed class InformerTests
{
    private static readonly Func<HttpContext, Task> Quiet = c => c.SilenceAsync();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_come_from_all_pages_of_the_list_and_changes_from_the_watch()
    {
        await using var server = await ConfigMapServer.StartAsync(
            [
                c => c.JsonAsync(Answers.List("5", "next", Answers.ConfigMap("a", "1"))),
                c => c.JsonAsync(Answers.List("5", null, Answers.ConfigMap("b", "2"))),
            ],
            [
                async c =>
                {
                    await c.SendAsync(Answers.Event("MODIFIED", Answers.ConfigMap("a", "6", "new")));
                    await c.SendAsync(Answers.Event("DELETED", Answers.ConfigMap("b", "7")) + Answers.Event("ADDED", Answers.ConfigMap("c", "8")));
                    await c.SilenceAsync();
                },
            ]);
        await using var informer = new RunningInformer(server.Http, new() { Namespace = "ns", LabelSelector = "x=y", FieldSelector = "a!=b", PageSize = 1 });

        await informer.Informer.WaitForSyncAsync(Cancelled);
        var changes = await informer.Changes.NextAsync(5);

        Assert.Equal(["+a@1", "+b@2", "a@1>6", "-b@2", "+c@8"], changes);
        Assert.True(informer.Informer.HasSynced);
        Assert.Equal(["a", "c"], informer.Informer.Lister.List("ns").Select(o => o.Metadata.Name!).Order());
        Assert.Equal("new", informer.Informer.Lister.Get(new("ns", "a"))!.Data!["key"]);
        Assert.Null(informer.Informer.Lister.Get(new("ns", "b")));
        Assert.Equal(["5"], server.WatchedFrom);
        Assert.All(server.Http.Asked, a => Assert.Contains("labelSelector=x%3Dy&fieldSelector=a%21%3Db", a, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watch_that_ends_is_taken_up_where_it_was_without_a_list()
    {
        var arrived = new TaskCompletionSource();
        await using var server = await ConfigMapServer.StartAsync(
            [c => c.JsonAsync(Answers.List("5", null))],
            [
                c => c.SendAsync(Answers.Event("ADDED", Answers.ConfigMap("a", "6"))),
                c => c.SendAsync(Answers.Bookmark("30")),
                async c =>
                {
                    await c.SendAsync(Answers.Event("ADDED", Answers.ConfigMap("b", "31")) + """{"type":"ADDED","object":{"meta""");
                    await arrived.Task.WaitAsync(c.RequestAborted);
                    c.Abort();
                },
                c => c.StatusAsync(500, "InternalError", "etcd"),
                c => c.StatusAsync(429, "TooManyRequests", "later"),
                c => c.SendAsync(Answers.Event("ADDED", Answers.ConfigMap("c", "40"))),
                Quiet,
            ]);
        await using var informer = new RunningInformer(server.Http);

        Assert.Equal(["+a@6", "+b@31"], await informer.Changes.NextAsync(2));
        arrived.SetResult();
        Assert.Equal("+c@40", await informer.Changes.NextAsync());
        await Eventually.TrueAsync(() => server.WatchedFrom.Count == 7, "the last watch");
        Assert.Equal(["5", "6", "30", "31", "31", "31", "40"], server.WatchedFrom);
        Assert.Equal(1, server.Lists);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deleted_object_missed_by_the_watch_is_seen_at_the_relist(bool inTheStream)
    {
        await using var server = await ConfigMapServer.StartAsync(
            [
                c => c.JsonAsync(Answers.List("5", null, Answers.ConfigMap("gone", "1"), Answers.ConfigMap("same", "2"), Answers.ConfigMap("changed", "3"), Answers.ConfigMap("again", "4", uid: "first"))),
                c => c.JsonAsync(Answers.List("90", null, Answers.ConfigMap("same", "2"), Answers.ConfigMap("changed", "80"), Answers.ConfigMap("again", "81", uid: "second"), Answers.ConfigMap("new", "82"))),
            ],
            [
                c => inTheStream
                    ? c.SendAsync(Answers.Event("ERROR", """{"kind":"Status","code":410,"reason":"Expired","message":"too old"}"""))
                    : c.StatusAsync(410, "Expired", "too old"),
                Quiet,
            ]);
        await using var informer = new RunningInformer(server.Http);

        await informer.Changes.NextAsync(4);
        var changes = await informer.Changes.NextAsync(4);

        Assert.Equal(["+new@82", "-gone@1", "again@4>81", "changed@3>80"], changes.Order(StringComparer.Ordinal));
        Assert.Equal(["again", "changed", "new", "same"], informer.Informer.Lister.List().Select(o => o.Metadata.Name!).Order(StringComparer.Ordinal));
        await Eventually.TrueAsync(() => server.WatchedFrom.Count == 2, "the second watch");
        Assert.Equal(["5", "90"], server.WatchedFrom);
    }

    [Fact]
    public async Task A_server_that_goes_away_and_comes_back_is_followed_from_where_it_was()
    {
        var first = await ScriptedServer.StartAsync(c => c.Request.Query.ContainsKey("watch")
            ? c.SilenceAsync()
            : c.JsonAsync(Answers.List("5", null, Answers.ConfigMap("a", "1"))));
        await using var informer = new RunningInformer(first);
        Assert.Equal("+a@1", await informer.Changes.NextAsync());
        await Eventually.TrueAsync(() => first.Requests.Count == 2, "the watch");

        await first.DisposeAsync();
        await using var second = await ScriptedServer.StartAsync(
            async c =>
            {
                await c.SendAsync(Answers.Event("MODIFIED", Answers.ConfigMap("a", "6")));
                await c.SilenceAsync();
            },
            inPlaceOf: first);

        Assert.Equal("a@1>6", await informer.Changes.NextAsync());
        Assert.Contains("watch=true&allowWatchBookmarks=true&resourceVersion=5", Assert.Single(second.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_fails_is_tried_until_it_comes()
    {
        await using var server = await ConfigMapServer.StartAsync(
            [
                c => c.StatusAsync(500, "InternalError", "etcd"),
                c => c.StatusAsync(403, "Forbidden", "not yet"),
                async c =>
                {
                    await c.SendAsync("""{"items":[{"metadata":""");
                    c.Abort();
                },
                c => c.JsonAsync("""{"items":[{"metadata":"""),
                c => c.JsonAsync(Answers.List("5", null, Answers.ConfigMap("a", "1"))),
            ],
            [Quiet]);
        await using var informer = new RunningInformer(server.Http);

        Assert.False(informer.Informer.HasSynced);
        Assert.Equal("+a@1", await informer.Changes.NextAsync());
        Assert.Equal(5, server.Lists);
    }

    [Fact]
    public async Task A_watch_that_neither_ends_nor_delivers_is_given_up_after_its_time()
    {
        var time = new FakeTimeProvider();
        await using var server = await ConfigMapServer.StartAsync(
            [c => c.JsonAsync(Answers.List("5", null))],
            [
                Quiet,
                async c =>
                {
                    await c.SendAsync(Answers.Event("ADDED", Answers.ConfigMap("a", "6")));
                    await c.SilenceAsync();
                },
            ]);
        await using var informer = new RunningInformer(server.Http, new() { TimeProvider = time });
        await Eventually.TrueAsync(() => server.WatchedFrom.Count == 1, "the first watch");

        var asked = TimeSpan.FromSeconds(int.Parse(server.Http.Asked[^1].Split("timeoutSeconds=")[1].Split('&')[0], null));
        Assert.InRange(asked, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        time.Advance(asked);
        Assert.Single(server.WatchedFrom);
        time.Advance(Reflector<ConfigMap>.Grace + TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return server.WatchedFrom.Count == 2;
            },
            "the second watch");

        Assert.Equal("+a@6", await informer.Changes.NextAsync());
        Assert.Equal(["5", "5"], server.WatchedFrom);
    }

    [Fact]
    public async Task A_server_that_ends_each_watch_at_once_is_not_asked_without_pause_and_listed_after_some_tries()
    {
        var time = new FakeTimeProvider();
        await using var server = await ConfigMapServer.StartAsync([c => c.JsonAsync(Answers.List("5", null))], [c => c.SendAsync("")]);
        await using var informer = new RunningInformer(server.Http, new() { TimeProvider = time });

        await Eventually.TrueAsync(() => server.WatchedFrom.Count == 1, "the first watch");
        for (var i = 2; i <= Reflector<ConfigMap>.MaxFailuresFromOnePoint + 1; i++)
        {
            Assert.Equal(i - 1, server.WatchedFrom.Count);
            Assert.Equal(1, server.Lists);
            await Eventually.TrueAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromMilliseconds(50));
                    return server.WatchedFrom.Count == i;
                },
                $"watch {i}");
        }

        Assert.Equal(2, server.Lists);
    }

    [Fact]
    public async Task A_slow_handler_holds_up_neither_the_watch_nor_other_handlers_and_then_sees_the_sum()
    {
        var goOn = new SemaphoreSlim(0);
        var entered = new SemaphoreSlim(0);
        await using var server = await ConfigMapServer.StartAsync(
            [c => c.JsonAsync(Answers.List("5", null, Answers.ConfigMap("first", "1")))],
            [
                async c =>
                {
                    await entered.WaitAsync(c.RequestAborted);
                    for (var i = 10; i < 1010; i++)
                    {
                        await c.SendAsync(Answers.Event("MODIFIED", Answers.ConfigMap("busy", $"{i}")));
                    }

                    await c.SendAsync(Answers.Event("ADDED", Answers.ConfigMap("brief", "2000")) + Answers.Event("DELETED", Answers.ConfigMap("brief", "2001")) + Answers.Event("ADDED", Answers.ConfigMap("last", "2002")));
                    await c.SilenceAsync();
                },
            ]);
        await using var informer = new RunningInformer(server.Http);
        var slow = new ChangeLog();
        informer.Informer.AddHandler((before, after) =>
        {
            entered.Release();
            goOn.Wait(TimeSpan.FromSeconds(30), Cancelled);
            slow.Add(before, after);
        });

        await Eventually.TrueAsync(() => informer.Informer.Lister.Get(new("ns", "last")) is not null, "the last event");
        goOn.Release(10);

        Assert.Equal(["+first@1", "+busy@1009", "+last@2002"], await slow.NextAsync(3));
    }

    [Fact]
    public async Task A_handler_that_throws_is_called_again_for_the_next_change()
    {
        await using var server = await ConfigMapServer.StartAsync(
            [c => c.JsonAsync(Answers.List("5", null, Answers.ConfigMap("a", "1"), Answers.ConfigMap("b", "2")))],
            [Quiet]);
        await using var informer = new RunningInformer(server.Http);
        var seen = new ChangeLog();
        informer.Informer.AddHandler((before, after) =>
        {
            seen.Add(before, after);
            throw new InvalidOperationException("expected");
        });

        Assert.Equal(["+a@1", "+b@2"], await seen.NextAsync(2));
    }

    [Fact]
    public async Task A_handler_added_late_is_told_of_what_there_is()
    {
        await using var server = await ConfigMapServer.StartAsync([c => c.JsonAsync(Answers.List("5", null, Answers.ConfigMap("a", "1")))], [Quiet]);
        await using var informer = new RunningInformer(server.Http);
        await informer.Informer.WaitForSyncAsync(Cancelled);
        var late = new ChangeLog();

        informer.Informer.AddHandler(late.Add);

        Assert.Equal("+a@1", await late.NextAsync());
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_hides_no_other_and_is_not_taken_for_deleted()
    {
        const string Bad = """{"metadata":{"namespace":"ns","name":"a","resourceVersion":"8"},"data":7}""";
        await using var server = await ConfigMapServer.StartAsync(
            [
                c => c.JsonAsync(Answers.List("5", null, Answers.ConfigMap("a", "1"))),
                c => c.JsonAsync(Answers.List("20", null, Bad, Answers.ConfigMap("c", "20"))),
            ],
            [
                c => c.SendAsync(Answers.Event("MODIFIED", Bad) + Answers.Event("ADDED", Answers.ConfigMap("b", "9"))),
                c => c.StatusAsync(410, "Expired", "too old"),
                Quiet,
            ]);
        await using var informer = new RunningInformer(server.Http);

        Assert.Equal(["+a@1", "+b@9", "+c@20", "-b@9"], await informer.Changes.NextAsync(4));
        Assert.Equal("1", informer.Informer.Lister.Get(new("ns", "a"))!.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task Objects_are_found_by_owner_and_by_indexes_of_the_callers_own_and_keep_only_what_is_wanted()
    {
        static string Owned(string name, string owner, string value) =>
            $$$"""{"metadata":{"namespace":"ns","name":"{{{name}}}","resourceVersion":"1","managedFields":[{"manager":"me"},{"manager":"you"}],"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"{{{owner}}}"}]},"data":{"key":"{{{value}}}"}}""";
        await using var server = await ConfigMapServer.StartAsync(
            [c => c.JsonAsync(Answers.List("5", null, Owned("a", "u1", "x"), Owned("b", "u2", "x"), Owned("c", "u1", "y")))],
            [
                async c =>
                {
                    await c.SendAsync(Answers.Event("MODIFIED", Owned("a", "u2", "z").Replace("\"1\"", "\"6\"", StringComparison.Ordinal)));
                    await c.SilenceAsync();
                },
            ]);
        await using var informer = new RunningInformer(server.Http, new()
        {
            Indexes = new Dictionary<string, Func<ConfigMap, IEnumerable<string>>> { ["value"] = o => [o.Data!["key"]] },
            Projection = Projections.WithManagedFieldsOf<ConfigMap>("me"),
        });
        await informer.Changes.NextAsync(4);
        var lister = informer.Informer.Lister;

        Assert.Equal(["c"], lister.OwnedBy("u1").Select(o => o.Metadata.Name));
        Assert.Equal(["a", "b"], lister.OwnedBy("u2").Select(o => o.Metadata.Name!).Order());
        Assert.Equal(["b"], lister.ByIndex("value", "x").Select(o => o.Metadata.Name));
        Assert.Empty(lister.ByIndex("value", "none"));
        Assert.Throws<ArgumentException>(() => lister.ByIndex("unknown", "x"));
        Assert.All(lister.List(), o => Assert.Equal("me", Assert.Single(o.Metadata.ManagedFields!).Manager));
    }
}
