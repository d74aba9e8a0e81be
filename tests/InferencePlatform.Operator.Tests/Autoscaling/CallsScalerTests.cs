using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.Operator.Autoscaling;

namespace InferencePlatform.Operator.Tests.Autoscaling;

public sealed class CallsScalerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly ScalingHistory _history = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(21, 3)]
    [InlineData(1000, 8)]
    public void The_load_divided_by_the_target_is_rounded_up_and_kept_within_bounds(long calls, int replicas) =>
        Assert.Equal(replicas, CallsScaler.Decide(Spec("0s", "0s"), 1, new LoadSample(calls, 1, 0), Settled(1), Start.AddHours(2)));

    [Theory]
    [InlineData(36)]
    [InlineData(44)]
    public void A_load_within_a_tenth_of_the_target_changes_nothing(long calls) =>
        Assert.Equal(4, CallsScaler.Decide(Spec("0s", "0s"), 4, new LoadSample(calls, 4, 0), Settled(4), Start.AddHours(2)));

    [Fact]
    public void Pods_are_taken_away_only_after_the_load_has_been_low_for_the_whole_window()
    {
        var spec = Spec("0s", "1m");
        Assert.Equal(4, At(0, 40, 4, spec));
        Assert.Equal(4, At(30, 5, 4, spec));
        Assert.Equal(4, At(60, 5, 4, spec));
        Assert.Equal(1, At(61, 5, 4, spec));
    }

    [Fact]
    public void A_peak_within_the_window_keeps_the_pods_that_it_needed()
    {
        var spec = Spec("0s", "1m");
        At(0, 40, 4, spec);
        At(30, 20, 4, spec);
        Assert.Equal(2, At(75, 5, 4, spec));
    }

    [Fact]
    public void Pods_are_added_only_after_the_load_has_been_high_for_the_whole_window()
    {
        var spec = Spec("30s", "1m");
        Assert.Equal(2, At(0, 20, 2, spec));
        Assert.Equal(2, At(10, 60, 2, spec));
        Assert.Equal(2, At(30, 60, 2, spec));
        Assert.Equal(6, At(41, 60, 2, spec));
    }

    [Fact]
    public void After_a_start_of_the_operator_nothing_is_taken_away_before_the_window_has_passed()
    {
        var spec = Spec("0s", "5m");
        Assert.Equal(6, At(0, 0, 6, spec));
        Assert.Equal(6, At(299, 0, 6, spec));
        Assert.Equal(1, At(301, 0, 6, spec));
    }

    [Fact]
    public void Silent_pods_cause_neither_fewer_pods_nor_more()
    {
        var spec = Spec("0s", "0s");
        Settled(4);
        Assert.Equal(4, CallsScaler.Decide(spec, 4, new LoadSample(10, 1, 3), _history, Start.AddHours(2)));
        Assert.Equal(8, CallsScaler.Decide(spec, 4, new LoadSample(80, 1, 3), _history, Start.AddHours(3)));
    }

    [Fact]
    public void More_pods_than_allowed_are_brought_down_to_the_most() =>
        Assert.Equal(8, CallsScaler.Decide(Spec("0s", "5m"), 20, new LoadSample(200, 20, 0), Settled(20), Start.AddHours(2)));

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        for (var i = 0; i < 2 * ScalingHistory.MaxEntries; i++)
        {
            _history.Add(Start, 1, TimeSpan.FromHours(1));
        }

        Assert.Equal(ScalingHistory.MaxEntries, _history.Count);
    }

    private static AutoscalingSpec Spec(string up, string down) => new()
    {
        MaxReplicas = 8,
        TargetCallsInFlight = 10,
        ScaleUp = new ScalingWindow { Stabilization = up },
        ScaleDown = new ScalingWindow { Stabilization = down },
    };

    private ScalingHistory Settled(int replicas)
    {
        _history.Add(Start, replicas, TimeSpan.FromHours(1));
        return _history;
    }

    private int At(int seconds, long calls, int current, AutoscalingSpec spec) =>
        CallsScaler.Decide(spec, current, new LoadSample(calls, current, 0), _history, Start.AddSeconds(seconds));
}
