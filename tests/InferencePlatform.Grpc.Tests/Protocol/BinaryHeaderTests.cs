using System.Text;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Tests.Protocol;

public sealed class BinaryHeaderTests
{
    [Fact]
    public void Any_bytes_come_back_with_padding_and_without()
    {
        var random = new Random(4);
        for (var length = 0; length < 100; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var encoded = BinaryHeader.Encode(bytes);
            Assert.DoesNotContain('=', encoded);
            Assert.True(BinaryHeader.TryDecode(encoded, out var bare));
            Assert.True(BinaryHeader.TryDecode(Convert.ToBase64String(bytes), out var padded));
            Assert.Equal(bytes, bare);
            Assert.Equal(bytes, padded);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("abcde")]
    [InlineData("!!!!")]
    [InlineData("äöüß")]
    [InlineData("ab=c")]
    public void What_is_not_base64_is_refused(string text) => Assert.False(BinaryHeader.TryDecode(text, out _));

    [Fact]
    public void Several_values_in_one_line_are_several_entries()
    {
        var metadata = new Metadata();
        BinaryHeader.AddReceived(metadata, "key-bin", "AQI, AwQ=,");
        Assert.Equal<byte[]>([[1, 2], [3, 4], []], metadata.Select(e => e.Bytes!));
    }

    [Fact]
    public void A_binary_value_that_is_not_base64_is_kept_as_it_came()
    {
        var metadata = new Metadata();
        BinaryHeader.AddReceived(metadata, "key-bin", "not*base64");
        Assert.Equal("not*base64", Encoding.Latin1.GetString(metadata.GetBytes("key-bin")!));
    }

    [Fact]
    public void A_text_value_is_left_alone()
    {
        var metadata = new Metadata();
        BinaryHeader.AddReceived(metadata, "key", "a, b");
        Assert.Equal("a, b", metadata.GetString("key"));
    }
}
