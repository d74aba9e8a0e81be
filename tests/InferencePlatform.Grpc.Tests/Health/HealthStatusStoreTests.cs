using InferencePlatform.Grpc.Health;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Health;

public sealed class HealthStatusStoreTests
{
    [Fact]
    public void The_server_is_known_from_the_start_and_not_serving()
    {
        var store = new HealthStatusStore();
        Assert.Equal(HealthStatus.NotServing, store.Get(""));
        Assert.Null(store.Get("other"));
    }

    [Fact]
    public void A_status_is_what_it_was_last_set_to_until_it_is_removed()
    {
        var store = new HealthStatusStore();
        store.Set("a", HealthStatus.Serving);
        store.Set("a", HealthStatus.Unknown);
        Assert.Equal(HealthStatus.Unknown, store.Get("a"));
        store.Remove("a");
        Assert.Null(store.Get("a"));
    }

    [Fact]
    public void A_change_is_signalled_and_setting_the_same_again_is_none()
    {
        var store = new HealthStatusStore();
        store.Set("a", HealthStatus.Serving);
        var (_, changed) = store.Observe("a");
        store.Set("a", HealthStatus.Serving);
        store.Remove("b");
        Assert.False(changed.IsCompleted);
        store.Set("a", HealthStatus.NotServing);
        Assert.True(changed.IsCompleted);
    }

    [Fact]
    public void After_shutdown_everything_is_not_serving_for_good()
    {
        var store = new HealthStatusStore();
        store.Set("a", HealthStatus.Serving);
        store.Shutdown();
        store.Set("a", HealthStatus.Serving);
        store.Set("b", HealthStatus.Serving);
        Assert.Equal([HealthStatus.NotServing, HealthStatus.NotServing, HealthStatus.NotServing], new[] { "", "a", "b" }.Select(s => store.Get(s)!.Value));
    }

    [Fact]
    public async Task Whoever_observes_ends_with_the_latest_status_however_fast_it_changes()
    {
        var store = new HealthStatusStore();
        var watcher = WatchAsync();
        Parallel.For(0, 10_000, i => store.Set("a", i % 2 == 0 ? HealthStatus.Serving : HealthStatus.NotServing));
        store.Set("a", HealthStatus.Unknown);
        await watcher.WaitAsync(Patience.Token);

        async Task WatchAsync()
        {
            while (true)
            {
                var (status, changed) = store.Observe("a");
                if (status == HealthStatus.Unknown)
                {
                    return;
                }

                await changed;
            }
        }
    }
}
