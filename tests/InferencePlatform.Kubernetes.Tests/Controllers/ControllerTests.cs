using System.Collections.Concurrent;
using InferencePlatform.Kubernetes.Controllers;
using InferencePlatform.Kubernetes.Telemetry;
using InferencePlatform.Kubernetes.Tests.Rig;
using InferencePlatform.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Controllers;

public sealed class ControllerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reconcile_that_throws_is_tried_again_and_again_while_others_go_on()
    {
        var failures = 0;
        var good = new SemaphoreSlim(0);
        var bad = new SemaphoreSlim(0);
        await using var running = Start(async (key, _) =>
        {
            await Task.Yield();
            if (key.Name == "bad" && Interlocked.Increment(ref failures) <= 8)
            {
                throw new InvalidOperationException("expected");
            }

            (key.Name == "bad" ? bad : good).Release();
            return ReconcileResult.Done;
        });

        running.Controller.Queue.Add(new("ns", "bad"));
        running.Controller.Queue.Add(new("ns", "good"));

        Assert.True(await good.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
        Assert.True(await bad.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
        await Eventually.TrueAsync(() => running.Controller.Metrics.Active == 0, "the end of the work");
        Assert.Equal(8, running.Controller.Metrics.Count(ReconcileOutcome.Error));
        Assert.Equal(2, running.Controller.Metrics.Count(ReconcileOutcome.Success));
        Assert.Equal(0, running.Controller.Queue.Failures(new("ns", "bad")));
    }

    [Fact]
    public async Task A_reconcile_that_throws_before_its_first_wait_is_no_different()
    {
        var calls = 0;
        var done = new SemaphoreSlim(0);
        await using var running = Start((_, _) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                throw new InvalidOperationException("expected");
            }

            done.Release();
            return Task.FromResult(ReconcileResult.Done);
        });

        running.Controller.Queue.Add(new("ns", "a"));

        Assert.True(await done.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
    }

    [Fact]
    public async Task A_failure_is_logged_with_the_controller_and_the_object()
    {
        using var errors = new ErrorCollectingLoggerProvider();
        using var loggers = errors.CreateFactory();
        var calls = 0;
        using var controller = new Controller(
            "models",
            new Reconciler((_, _) => Interlocked.Increment(ref calls) <= 2 ? throw new InvalidOperationException("what is wrong") : Task.FromResult(ReconcileResult.Done)),
            new(),
            loggers.CreateLogger<Controller>());
        await using var running = new Running(controller);

        controller.Queue.Add(new("ns", "a"));
        await Eventually.TrueAsync(() => controller.Metrics.Count(ReconcileOutcome.Success) == 1, "the third reconcile");

        Assert.Collection(
            errors.Take(),
            e => Assert.Contains("models: ns/a failed (1 in a row), trying again. System.InvalidOperationException: what is wrong", e, StringComparison.Ordinal),
            e => Assert.Contains("models: ns/a failed (2 in a row)", e, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminal_error_is_not_tried_again_until_something_changes()
    {
        var time = new FakeTimeProvider();
        var called = new SemaphoreSlim(0);
        await using var running = Start(
            (_, _) =>
            {
                called.Release();
                throw new TerminalException("expected");
            },
            new() { TimeProvider = time, Queue = new() { TimeProvider = time } });

        running.Controller.Queue.Add(new("ns", "a"));
        Assert.True(await called.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
        await Eventually.TrueAsync(() => running.Controller.Metrics.TerminalErrors == 1, "the end of the reconcile");
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, running.Controller.Queue.Depth);

        running.Controller.Queue.Add(new("ns", "a"));
        Assert.True(await called.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
    }

    [Fact]
    public async Task A_reconcile_that_takes_too_long_is_cancelled_and_tried_again()
    {
        var calls = 0;
        var done = new SemaphoreSlim(0);
        await using var running = Start(
            async (_, cancellationToken) =>
            {
                if (Interlocked.Increment(ref calls) == 1)
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                done.Release();
                return ReconcileResult.Done;
            },
            new() { ReconcileTimeout = TimeSpan.FromMilliseconds(50) });

        running.Controller.Queue.Add(new("ns", "a"));

        Assert.True(await done.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
        Assert.Equal(1, running.Controller.Metrics.Count(ReconcileOutcome.Error));
    }

    [Fact]
    public async Task A_reconcile_is_called_again_when_it_asked_to_be()
    {
        var time = new FakeTimeProvider();
        var called = new SemaphoreSlim(0);
        await using var running = Start(
            (_, _) =>
            {
                called.Release();
                return Task.FromResult(ReconcileResult.After(TimeSpan.FromMinutes(3)));
            },
            new() { TimeProvider = time, Queue = new() { TimeProvider = time } });

        running.Controller.Queue.Add(new("ns", "a"));
        Assert.True(await called.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
        await Eventually.TrueAsync(() => running.Controller.Metrics.Count(ReconcileOutcome.RequeueAfter) == 1, "the end of the reconcile");
        time.Advance(TimeSpan.FromMinutes(2.9));
        Assert.Equal(0, running.Controller.Queue.Depth);
        time.Advance(TimeSpan.FromMinutes(0.1));
        Assert.True(await called.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
    }

    [Fact]
    public async Task Several_objects_are_worked_on_at_once_but_never_one_twice()
    {
        const int Concurrency = 4;
        var active = new ConcurrentDictionary<ObjectKey, int>();
        var twice = false;
        var most = 0;
        var together = new Barrier(Concurrency);
        await using var running = Start(
            (key, _) =>
            {
                twice |= !active.TryAdd(key, 0);
                most = Math.Max(most, active.Count);
                together.SignalAndWait(TimeSpan.FromSeconds(20), Cancelled);
                active.TryRemove(key, out var _);
                return Task.FromResult(ReconcileResult.Done);
            },
            new() { Concurrency = Concurrency });

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < Concurrency; i++)
            {
                running.Controller.Queue.Add(new("ns", $"{i}"));
            }

            await Eventually.TrueAsync(() => running.Controller.Metrics.Count(ReconcileOutcome.Success) == (round + 1) * Concurrency, "the round's end");
        }

        Assert.False(twice);
        Assert.Equal(Concurrency, most);
    }

    [Fact]
    public async Task A_change_of_an_owned_object_is_a_reason_to_look_at_its_owner()
    {
        const string Refs = """
            [{"apiVersion":"example.com/v1","kind":"ConfigMap","name":"other-group","uid":"1","controller":true},
             {"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"2","controller":true},
             {"apiVersion":"v1","kind":"ConfigMap","name":"not-controlling","uid":"3"}]
            """;
        var child = $$$"""{"metadata":{"namespace":"ns","name":"child","resourceVersion":"1","ownerReferences":{{{Refs.ReplaceLineEndings("")}}}}}""";
        await using var owners = await ConfigMapServer.StartAsync([c => c.JsonAsync(Answers.List("5", null))], [c => c.SilenceAsync()]);
        await using var children = await ConfigMapServer.StartAsync(
            [c => c.JsonAsync(Answers.List("5", null))],
            [
                async c =>
                {
                    await c.SendAsync(Answers.Event("ADDED", child));
                    await c.SilenceAsync();
                },
            ]);
        await using var ownerInformer = new RunningInformer(owners.Http);
        await using var childInformer = new RunningInformer(children.Http);
        var seen = new ConcurrentQueue<string>();
        await using var running = Start(
            (key, _) =>
            {
                seen.Enqueue(key.ToString());
                return Task.FromResult(ReconcileResult.Done);
            },
            wire: c => c.For(ownerInformer.Informer).Owns(childInformer.Informer).Watches(childInformer.Informer, o => [new ObjectKey("mapped", o.Metadata.Name!)]));

        await Eventually.TrueAsync(() => seen.Count == 2, "both reconciles");
        Assert.Equal(["mapped/child", "ns/owner"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Starting_again_begins_with_every_object_there_is()
    {
        await using var server = await ConfigMapServer.StartAsync([c => c.JsonAsync(Answers.List("5", null, Answers.ConfigMap("a", "1"), Answers.ConfigMap("b", "2")))], [c => c.SilenceAsync()]);
        await using var informer = new RunningInformer(server.Http);
        var seen = new ConcurrentQueue<string>();
        using var controller = Create(
            (key, _) =>
            {
                seen.Enqueue(key.Name);
                return Task.FromResult(ReconcileResult.Done);
            },
            new());
        controller.For(informer.Informer);
        await Eventually.TrueAsync(() => controller.Queue.Depth == 2, "the informer's news of both");

        for (var term = 1; term <= 2; term++)
        {
            using var end = new CancellationTokenSource();
            var running = controller.RunAsync(end.Token);
            await Eventually.TrueAsync(() => seen.Count == term * 2, "both objects");
            await end.CancelAsync();
            await running;
        }

        Assert.Equal(["a", "a", "b", "b"], seen.Order());
    }

    [Fact]
    public async Task What_was_under_way_at_the_stop_is_done_at_the_next_start()
    {
        var entered = new SemaphoreSlim(0);
        using var controller = Create(
            async (_, cancellationToken) =>
            {
                entered.Release();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return ReconcileResult.Done;
            },
            new());
        controller.Queue.Add(new("ns", "a"));
        using var end = new CancellationTokenSource();
        var running = controller.RunAsync(end.Token);
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));

        await end.CancelAsync();
        await running;

        Assert.Equal(1, controller.Queue.Depth);
        Assert.Equal(0, controller.Metrics.Count(ReconcileOutcome.Error));
    }

    private static Controller Create(Func<ObjectKey, CancellationToken, Task<ReconcileResult>> reconcile, ControllerOptions options) =>
        new("test", new Reconciler(reconcile), options, NullLogger<Controller>.Instance);

    private static Running Start(Func<ObjectKey, CancellationToken, Task<ReconcileResult>> reconcile, ControllerOptions? options = null, Action<Controller>? wire = null)
    {
        var controller = Create(reconcile, options ?? new());
        wire?.Invoke(controller);
        return new Running(controller);
    }

    private sealed class Reconciler(Func<ObjectKey, CancellationToken, Task<ReconcileResult>> reconcile) : IReconciler
    {
        public Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken) => reconcile(key, cancellationToken);
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public Running(Controller controller)
        {
            Controller = controller;
            _running = controller.RunAsync(_stop.Token);
        }

        public Controller Controller { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            Controller.Dispose();
            _stop.Dispose();
        }
    }
}
