using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Tests.Protocol;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 3_600_000.0)]
    [InlineData("2M", 120_000.0)]
    [InlineData("3S", 3_000.0)]
    [InlineData("40m", 40.0)]
    [InlineData("50u", 0.05)]
    [InlineData("600n", 0.0006)]
    [InlineData("0S", 0.0)]
    [InlineData("00000001S", 1000.0)]
    public void Every_unit_is_read(string text, double milliseconds)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(milliseconds, timeout.TotalMilliseconds, 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("5s")]
    [InlineData("5h")]
    [InlineData("-5S")]
    [InlineData("+5S")]
    [InlineData(" 5S")]
    [InlineData("5 S")]
    [InlineData("5S ")]
    [InlineData("1.5S")]
    [InlineData("1,5S")]
    [InlineData("123456789S")]
    [InlineData("٣S")]
    [InlineData("0x1S")]
    public void What_is_not_a_timeout_is_refused(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    [Theory]
    [InlineData("99999999H")]
    [InlineData("99999999M")]
    [InlineData("99999999S")]
    public void A_timeout_longer_than_a_timer_holds_becomes_the_longest(string text)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(GrpcTimeout.Longest, timeout);
    }

    [Fact]
    public void What_is_written_is_read_back_at_most_a_thousandth_longer()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var timeout = TimeSpan.FromTicks((long)Math.Pow(GrpcTimeout.Longest.Ticks, random.NextDouble()));
            Assert.True(GrpcTimeout.TryParse(GrpcTimeout.Format(timeout), out var back));
            Assert.InRange(back, timeout, timeout + TimeSpan.FromTicks(timeout.Ticks / 1000));
        }
    }

    [Fact]
    public void Any_length_of_time_is_written_as_a_valid_timeout()
    {
        var random = new Random(2);
        for (var i = 0; i < 10_000; i++)
        {
            var timeout = TimeSpan.FromTicks(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(63));
            Assert.True(GrpcTimeout.TryParse(GrpcTimeout.Format(timeout), out _), $"{timeout} became {GrpcTimeout.Format(timeout)}");
        }
    }

    [Fact]
    public void The_longest_time_there_is_does_not_become_a_short_one()
    {
        Assert.True(GrpcTimeout.TryParse(GrpcTimeout.Format(TimeSpan.MaxValue), out var timeout));
        Assert.Equal(GrpcTimeout.Longest, timeout);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Nothing_left_becomes_the_shortest_timeout(long ticks) =>
        Assert.Equal("1n", GrpcTimeout.Format(TimeSpan.FromTicks(ticks)));
}
