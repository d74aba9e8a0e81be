using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Operator.Values;

namespace InferencePlatform.Operator.Tests.Values;

public sealed class ValuesTests
{
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("5s", 5_000)]
    [InlineData("10m", 600_000)]
    [InlineData("24h", 86_400_000)]
    public void A_time_is_a_number_and_a_unit(string text, double milliseconds) => Assert.Equal(milliseconds, Duration.Parse(text).TotalMilliseconds);

    [Theory]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("1m30s")]
    [InlineData("-5s")]
    public void Other_text_is_no_time(string text) => Assert.Throws<FormatException>(() => Duration.Parse(text));

    [Fact]
    public void Seconds_are_rounded_up() => Assert.Equal(2, Duration.CeilingSeconds(TimeSpan.FromMilliseconds(1001)));

    [Theory]
    [InlineData("1Ki", 1024)]
    [InlineData("64Mi", 64L << 20)]
    [InlineData("1Ti", 1L << 40)]
    public void A_size_is_read_and_written_alike(string text, long bytes)
    {
        Assert.Equal(bytes, Size.Parse(text));
        Assert.Equal(text, Size.Text(bytes));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1MB")]
    [InlineData("Mi")]
    public void Other_text_is_no_size(string text) => Assert.Throws<FormatException>(() => Size.Parse(text));

    // The right-hand column is what kube-apiserver 1.36 returns for the left.
    [Theory]
    [InlineData("0.5", "500m")]
    [InlineData("1", "1")]
    [InlineData("1000m", "1")]
    [InlineData("1500m", "1500m")]
    [InlineData("2000", "2k")]
    [InlineData("0.1", "100m")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("2048Ki", "2Mi")]
    [InlineData("1G", "1G")]
    [InlineData("1000M", "1G")]
    [InlineData("0Gi", "0")]
    [InlineData("0", "0")]
    public void A_quantity_is_written_as_the_API_server_writes_it(string given, string canonical) => Assert.Equal(canonical, Quantity.Canonical(given));

    [Fact]
    public void A_quantity_may_be_a_number() => Assert.Equal("3", Quantity.Canonical(new IntOrString(3)));

    [Fact]
    public void A_variable_in_text_is_not_replaced() => Assert.Equal("$$(HOME)/$x", Literal.Of("$(HOME)/$x"));
}
