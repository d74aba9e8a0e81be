using System.Net;
using InferencePlatform.Service.Configuration;

namespace InferencePlatform.Service.Tests.Configuration;

public sealed class ValueFormatTests
{
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("5s", 5_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("10m", 600_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    public void A_time_is_a_number_and_its_unit(string text, double milliseconds)
    {
        Assert.True(new DurationFormat(TimeSpan.Zero, TimeSpan.FromDays(1)).TryParse(text, out var time));

        Assert.Equal(milliseconds, time.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5sec")]
    [InlineData("1..5s")]
    [InlineData("25h")]
    [InlineData("infinite")]
    [InlineData("99999999999999999999999999h")]
    public void What_is_no_time_or_out_of_bounds_is_refused(string text) =>
        Assert.False(new DurationFormat(TimeSpan.Zero, TimeSpan.FromDays(1)).TryParse(text, out _));

    [Fact]
    public void A_time_may_be_infinite_where_that_is_allowed()
    {
        var format = new DurationFormat(TimeSpan.Zero, TimeSpan.FromDays(1), infinite: true);

        Assert.True(format.TryParse("infinite", out var time));
        Assert.Equal(Timeout.InfiniteTimeSpan, time);
        Assert.Equal("infinite", format.Format(time));
    }

    [Theory]
    [InlineData("64MiB", 64L << 20)]
    [InlineData("64Mi", 64L << 20)]
    [InlineData("1.5GiB", 3L << 29)]
    [InlineData("64MB", 64_000_000)]
    [InlineData("2kB", 2_000)]
    [InlineData("65536", 65_536)]
    [InlineData("10B", 10)]
    public void A_size_is_a_number_with_or_without_a_unit(string text, long bytes)
    {
        Assert.True(new SizeFormat<long>(1, 1L << 40).TryParse(text, out var size));

        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("64 MiB")]
    [InlineData("64mib")]
    [InlineData("0")]
    [InlineData("2TiB")]
    [InlineData("99999999999999999999TiB")]
    public void What_is_no_size_or_out_of_bounds_is_refused(string text) =>
        Assert.False(new SizeFormat<long>(1, 1L << 40).TryParse(text, out _));

    [Theory]
    [InlineData(0L, "0")]
    [InlineData(1000L, "1000")]
    [InlineData(65536L, "64KiB")]
    [InlineData(256L << 20, "256MiB")]
    public void A_size_is_written_in_the_largest_unit_that_divides_it(long bytes, string text) =>
        Assert.Equal(text, new SizeFormat<long>(0, 1L << 40).Format(bytes));

    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("::", "::")]
    [InlineData("localhost", "127.0.0.1")]
    public void An_address_is_an_ip_or_localhost(string text, string address)
    {
        Assert.True(new AddressFormat().TryParse(text, out var parsed));

        Assert.Equal(IPAddress.Parse(address), parsed);
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("example")]
    [InlineData("")]
    public void A_number_or_a_name_is_no_address(string text) => Assert.False(new AddressFormat().TryParse(text, out _));
}
