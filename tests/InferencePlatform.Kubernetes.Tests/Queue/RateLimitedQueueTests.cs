using InferencePlatform.Kubernetes.Queue;
using InferencePlatform.Kubernetes.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Queue;

public sealed class RateLimitedQueueTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RateLimitedQueue<string> _queue;

    public RateLimitedQueueTests() => _queue = new RateLimitedQueue<string>(new QueueOptions { TimeProvider = _time });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task A_key_added_many_times_is_taken_once()
    {
        for (var i = 0; i < 1000; i++)
        {
            _queue.Add("a");
            _queue.Add("b");
        }

        Assert.Equal(2, _queue.Depth);
        Assert.Equal("a", await _queue.GetAsync(Cancelled));
        Assert.Equal("b", await _queue.GetAsync(Cancelled));
        Assert.Equal(2, _queue.Metrics.Adds);
    }

    [Fact]
    public async Task A_key_under_work_is_not_given_to_a_second_worker_but_comes_again_when_it_is_done()
    {
        _queue.Add("a");
        await _queue.GetAsync(Cancelled);
        _queue.Add("a");
        _queue.Add("a");

        Assert.Equal(0, _queue.Depth);
        _queue.Done("a");

        Assert.Equal(1, _queue.Depth);
        Assert.Equal("a", await _queue.GetAsync(Cancelled));
        _queue.Done("a");
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public void Of_several_times_for_a_key_the_earliest_counts()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _queue.AddAfter("a", TimeSpan.FromSeconds(5));
        _queue.AddAfter("a", TimeSpan.FromSeconds(20));
        _queue.AddAfter("b", TimeSpan.FromSeconds(7));

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, _queue.Depth);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, _queue.Depth);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, _queue.Depth);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _queue.Depth);
    }

    [Fact]
    public void A_wait_longer_than_a_timer_can_have_is_waited_for()
    {
        _queue.AddAfter("a", TimeSpan.FromDays(100));

        _time.Advance(TimeSpan.FromDays(99));
        Assert.Equal(0, _queue.Depth);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, _queue.Depth);
    }

    [Fact]
    public async Task Many_keys_come_due_in_their_order()
    {
        const int Keys = 5000;
        foreach (var i in Enumerable.Range(0, Keys).Reverse())
        {
            _queue.AddAfter($"{i}", TimeSpan.FromSeconds(1 + i));
            _queue.AddAfter($"{i}", TimeSpan.FromMilliseconds(1 + i));
        }

        _time.Advance(TimeSpan.FromMilliseconds(Keys));

        Assert.Equal(Keys, _queue.Depth);
        for (var i = 0; i < Keys; i++)
        {
            Assert.Equal($"{i}", await _queue.GetAsync(Cancelled));
        }
    }

    [Fact]
    public async Task A_key_that_fails_waits_twice_as_long_each_time_up_to_the_limit_and_is_never_given_up()
    {
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 100; i++)
        {
            _queue.AddRateLimited("bad");
            var from = _time.GetUtcNow();
            while (_queue.Depth == 0)
            {
                _time.Advance(waits.Count < 10 ? TimeSpan.FromMilliseconds(5) : TimeSpan.FromSeconds(1));
            }

            waits.Add(_time.GetUtcNow() - from);
            _queue.Done(await _queue.GetAsync(Cancelled));
        }

        Assert.Equal([5, 10, 20, 40, 80], waits.Take(5).Select(w => w.TotalMilliseconds));
        Assert.All(waits.Skip(20), w => Assert.Equal(TimeSpan.FromMinutes(5), w));
        Assert.Equal(100, _queue.Failures("bad"));
        Assert.Equal(100, _queue.Metrics.Retries);

        _queue.Forget("bad");
        Assert.Equal(0, _queue.Failures("bad"));
        _queue.AddRateLimited("bad");
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(1, _queue.Depth);
    }

    [Fact]
    public void Retries_of_all_keys_together_have_a_rate_and_first_tries_have_none()
    {
        for (var i = 0; i < 120; i++)
        {
            _queue.AddRateLimited($"bad {i}");
        }

        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(100, _queue.Depth);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(110, _queue.Depth);
        _queue.Add("good");
        Assert.Equal(111, _queue.Depth);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(121, _queue.Depth);
    }

    [Fact]
    public async Task A_wait_for_a_key_can_be_given_up_and_loses_no_key()
    {
        using var giveUp = new CancellationTokenSource();
        var waiting = _queue.GetAsync(giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _queue.Add("a");

        Assert.Equal("a", await _queue.GetAsync(Cancelled));
    }

    [Fact]
    public async Task Work_that_takes_long_is_seen_while_it_lasts()
    {
        _queue.Add("a");
        _time.Advance(TimeSpan.FromSeconds(2));
        await _queue.GetAsync(Cancelled);
        _time.Advance(TimeSpan.FromSeconds(3));
        _queue.Add("b");
        await _queue.GetAsync(Cancelled);
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal((TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(7)), ((IQueueState)_queue).Unfinished());
        _queue.Done("a");
        Assert.Equal(2, _queue.Metrics.QueueDuration.SumSeconds);
        Assert.Equal(7, _queue.Metrics.WorkDuration.SumSeconds);
    }
}
