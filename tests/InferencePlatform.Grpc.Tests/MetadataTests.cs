namespace InferencePlatform.Grpc.Tests;

public sealed class MetadataTests
{
    [Fact]
    public void Keys_are_lower_case_and_found_in_any_case()
    {
        var metadata = new Metadata { { "X-Trace", "1" } };
        Assert.Equal("x-trace", metadata[0].Key);
        Assert.Equal("1", metadata.GetString("X-TRACE"));
        Assert.Null(metadata.GetString("x-other"));
    }

    [Fact]
    public void The_last_value_of_a_key_is_the_one_found_and_all_are_kept_in_order()
    {
        var metadata = new Metadata { { "k", "1" }, { "k", "2" } };
        Assert.Equal("2", metadata.GetString("k"));
        Assert.Equal(["1", "2"], metadata.Select(e => e.Text!));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":path")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a\n")]
    public void A_key_with_other_characters_is_refused(string key) =>
        Assert.ThrowsAny<ArgumentException>(() => new Metadata { { key, "v" } });

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("ö")]
    [InlineData("\u007f")]
    [InlineData("\t")]
    public void A_text_value_outside_printable_ascii_is_refused(string value) =>
        Assert.Throws<ArgumentException>(() => new Metadata { { "key", value } });

    [Fact]
    public void Binary_keys_take_bytes_and_text_keys_take_text()
    {
        Assert.Throws<ArgumentException>(() => new Metadata { { "key-bin", "text" } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "key", new byte[] { 1 } } });
        Assert.Equal([1], new Metadata { { "KEY-BIN", new byte[] { 1 } } }.GetBytes("key-bin"));
    }
}
