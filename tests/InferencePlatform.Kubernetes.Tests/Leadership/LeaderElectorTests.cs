using InferencePlatform.Kubernetes.Leadership;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Leadership;

public sealed class LeaderElectorTests : IAsyncDisposable
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewDeadline = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeLeases _leases = new();
    private readonly List<Candidate> _candidates = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var candidate in _candidates)
        {
            candidate.Client.Breakage = null;
            await candidate.StopAsync();
        }
    }

    [Fact]
    public async Task One_leads_and_the_other_waits_while_it_is_renewed()
    {
        var a = await LeadingAsync("a");
        var b = Start("b");

        await _time.PassAsync(TimeSpan.FromMinutes(2));

        Assert.True(a.Leads);
        Assert.Equal(0, b.Terms);
        Assert.Equal(("a", 15, 0), (_leases.Current!.Spec.HolderIdentity, _leases.Current.Spec.LeaseDurationSeconds, _leases.Current.Spec.LeaseTransitions));
    }

    [Fact]
    public async Task A_renewal_is_one_request()
    {
        var a = await LeadingAsync("a");
        var before = a.Client.Calls;

        await _time.PassAsync(TimeSpan.FromSeconds(60));

        Assert.InRange(a.Client.Calls - before, 25, 31);
    }

    [Fact]
    public async Task Errors_of_the_network_shorter_than_the_renew_deadline_change_nothing()
    {
        var a = await LeadingAsync("a");

        for (var i = 0; i < 5; i++)
        {
            a.Client.Breakage = _ => throw new HttpRequestException("no route");
            await _time.PassAsync(TimeSpan.FromSeconds(7));
            a.Client.Breakage = null;
            await _time.PassAsync(TimeSpan.FromSeconds(5));
        }

        Assert.True(a.Leads);
        Assert.Equal(1, a.Terms);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_leader_that_cannot_renew_stops_before_another_begins(bool callsHang)
    {
        var a = await LeadingAsync("a");
        var b = Start("b");
        await _time.PassAsync(TimeSpan.FromSeconds(5));
        a.Client.Breakage = cancellationToken => callsHang ? Task.Delay(Timeout.Infinite, cancellationToken) : throw new HttpRequestException("no route");

        var stopped = await _time.UntilAsync(() => !a.Leads, "a stops");
        Assert.Equal(0, b.Terms);
        var taken = stopped + await _time.UntilAsync(() => b.Leads, "b leads");

        Assert.InRange(stopped, TimeSpan.FromSeconds(7), RenewDeadline + TimeSpan.FromSeconds(1));
        Assert.InRange(taken, LeaseDuration - TimeSpan.FromSeconds(2.5), LeaseDuration + TimeSpan.FromSeconds(6));
        Assert.Equal(("b", 1), (_leases.Current!.Spec.HolderIdentity, _leases.Current.Spec.LeaseTransitions));
        a.Client.Breakage = null;
        await _time.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((1, true), (a.Terms, b.Leads));
    }

    [Fact]
    public async Task A_leader_that_stops_keeps_the_lease_until_its_work_has_ended_and_then_gives_it_back()
    {
        var workMayEnd = new TaskCompletionSource();
        var a = await LeadingAsync("a", atTheEnd: () => workMayEnd.Task);
        var b = Start("b");

        var stopping = a.StopAsync();
        await _time.PassAsync(TimeSpan.FromSeconds(40));
        Assert.Equal("a", _leases.Current!.Spec.HolderIdentity);
        Assert.Equal(0, b.Terms);

        workMayEnd.SetResult();
        var waited = await _time.UntilAsync(() => b.Leads, "b leads");
        await stopping;
        Assert.InRange(waited, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_lease_that_another_took_by_force_ends_the_work_at_once()
    {
        var a = await LeadingAsync("a");

        _leases.Write(_leases.Current! with { Spec = _leases.Current.Spec with { HolderIdentity = "force" } }, create: false);

        Assert.InRange(await _time.UntilAsync(() => !a.Leads, "a stops"), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        await _time.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("force", _leases.Current!.Spec.HolderIdentity);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Clocks_that_differ_do_not_matter(int hours)
    {
        var then = new MicroTime(_time.GetUtcNow().AddHours(hours));
        _leases.Write(new Lease { Spec = new() { HolderIdentity = "other", LeaseDurationSeconds = 15, RenewTime = then, AcquireTime = then } }, create: true);
        var a = Start("a");

        var waited = await _time.UntilAsync(() => a.Leads, "a leads");

        Assert.InRange(waited, LeaseDuration, LeaseDuration + TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task Errors_while_waiting_do_not_end_the_candidacy()
    {
        var a = Start("a", breakage: _ => throw new HttpRequestException("no route"));
        await _time.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, a.Terms);

        a.Client.Breakage = null;

        await _time.UntilAsync(() => a.Leads, "a leads");
    }

    [Fact]
    public async Task Who_lost_the_lease_may_lead_again()
    {
        var a = await LeadingAsync("a");
        a.Client.Breakage = _ => throw new HttpRequestException("no route");
        await _time.UntilAsync(() => !a.Leads, "a stops");
        a.Client.Breakage = null;

        await _time.UntilAsync(() => a.Leads, "a leads again");

        Assert.Equal(2, a.Terms);
    }

    [Fact]
    public async Task Work_that_fails_gives_the_lease_back_and_its_exception_on()
    {
        var elector = Elector(_leases.For(), "a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => elector.RunAsync(_ => throw new InvalidOperationException("expected"), TestContext.Current.CancellationToken));

        Assert.Equal("", _leases.Current!.Spec.HolderIdentity);
        Assert.False(elector.IsLeader);
    }

    [Theory]
    [InlineData(10, 10, 2)]
    [InlineData(15, 2, 2)]
    [InlineData(15, 10, 0)]
    public void Times_that_do_not_fit_together_are_refused(int lease, int renew, int retry) => Assert.Throws<ArgumentException>(() => new LeaderElector(
        _leases.For(),
        new() { LeaseName = "x", Namespace = "ns", LeaseDuration = TimeSpan.FromSeconds(lease), RenewDeadline = TimeSpan.FromSeconds(renew), RetryPeriod = TimeSpan.FromSeconds(retry) },
        NullLogger<LeaderElector>.Instance));

    private LeaderElector Elector(FakeLeases.Client client, string identity) => new(
        client,
        new LeaderElectionOptions { LeaseName = "operator", Namespace = "ns", Identity = identity, TimeProvider = _time },
        NullLogger<LeaderElector>.Instance);

    private Candidate Start(string identity, Func<Task>? atTheEnd = null, Func<CancellationToken, Task>? breakage = null)
    {
        var client = _leases.For();
        client.Breakage = breakage;
        var candidate = new Candidate(client, Elector(client, identity), atTheEnd);
        _candidates.Add(candidate);
        return candidate;
    }

    private async Task<Candidate> LeadingAsync(string identity, Func<Task>? atTheEnd = null)
    {
        var candidate = Start(identity, atTheEnd);
        await _time.UntilAsync(() => candidate.Leads, $"{identity} leads");
        return candidate;
    }

    private sealed class Candidate
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;
        private volatile bool _leads;
        private int _terms;

        public Candidate(FakeLeases.Client client, LeaderElector elector, Func<Task>? atTheEnd)
        {
            Client = client;
            _running = elector.RunAsync(
                async cancellationToken =>
                {
                    Interlocked.Increment(ref _terms);
                    _leads = true;
                    await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    await (atTheEnd?.Invoke() ?? Task.CompletedTask);
                    _leads = false;
                },
                _stop.Token);
        }

        public FakeLeases.Client Client { get; }

        public bool Leads => _leads;

        public int Terms => _terms;

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _running;
        }
    }
}
