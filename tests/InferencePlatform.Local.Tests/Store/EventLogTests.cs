using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes;
using InferencePlatform.Local.Store;

namespace InferencePlatform.Local.Tests.Store;

public sealed class EventLogTests
{
    [Fact]
    public void A_watcher_gets_what_came_after_its_version()
    {
        var log = Filled(limit: 10, count: 5);

        Assert.Equal([4, 5], log.After(3)!.Select(e => e.Version));
        Assert.Empty(log.After(5)!);
    }

    [Fact]
    public void What_is_over_the_limit_is_forgotten_and_a_watcher_of_it_is_told()
    {
        var log = Filled(limit: 10, count: 1000);

        Assert.Null(log.After(1));
        Assert.Equal(1000, log.After(999)!.Single().Version);
        Assert.InRange(Enumerable.Range(0, 1000).Count(version => log.After(version) is not null), 10, 10 + 65);
    }

    [Fact]
    public async Task The_next_change_wakes_who_waits()
    {
        var log = new EventLog(10, 0);
        var changed = log.Changed;
        Assert.False(changed.IsCompleted);

        log.Add(Event(1));

        await changed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private static EventLog Filled(int limit, int count)
    {
        var log = new EventLog(limit, 0);
        for (var version = 1; version <= count; version++)
        {
            log.Add(Event(version));
        }

        return log;
    }

    private static ObjectEvent Event(long version) => new(version, null, new StoredObject("configmaps", new ObjectKey("default", "a"), version, new JsonObject()), false);
}
