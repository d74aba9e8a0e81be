using System.Text;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Tests.Protocol;

public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text, as it is: [ok]", "plain text, as it is: [ok]")]
    [InlineData("100%", "100%25")]
    [InlineData("two\r\nlines", "two%0D%0Alines")]
    [InlineData("Größe", "Gr%C3%B6%C3%9Fe")]
    [InlineData("😀", "%F0%9F%98%80")]
    [InlineData("\u007f", "%7F")]
    public void Text_is_encoded_as_the_protocol_says(string text, string encoded)
    {
        Assert.Equal(encoded, PercentEncoding.Encode(text));
        Assert.Equal(text, PercentEncoding.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("%+1", "%+1")]
    [InlineData("% 1", "% 1")]
    [InlineData("100% of %41", "100% of A")]
    [InlineData("%41%", "A%")]
    [InlineData("%%41", "%A")]
    [InlineData("%c3%b6", "ö")]
    [InlineData("😀 %41", "😀 A")]
    public void What_is_no_escape_is_kept_as_it_stands(string encoded, string text) =>
        Assert.Equal(text, PercentEncoding.Decode(encoded));

    [Fact]
    public void Bytes_that_are_not_utf8_become_replacement_characters() =>
        Assert.Equal("\ufffdA", PercentEncoding.Decode("%ff%41"));

    [Theory]
    [InlineData(" a b ", "%20a b%20")]
    [InlineData(" ", "%20")]
    public void Spaces_at_the_ends_survive_headers_that_are_trimmed(string text, string encoded)
    {
        Assert.Equal(encoded, PercentEncoding.Encode(text));
        Assert.Equal(text, PercentEncoding.Decode(encoded));
    }

    [Fact]
    public void Any_text_comes_back_and_only_printable_ascii_travels()
    {
        var random = new Random(3);
        for (var i = 0; i < 5_000; i++)
        {
            var text = RandomText(random);
            var encoded = PercentEncoding.Encode(text);
            Assert.DoesNotContain(encoded, c => c is < ' ' or > '~');
            Assert.Equal(encoded.Trim(), encoded);
            Assert.Equal(text, PercentEncoding.Decode(encoded));
        }
    }

    [Fact]
    public void Text_that_is_too_long_is_cut_between_characters()
    {
        foreach (var character in (string[])["a", "%", "é", "€", "😀"])
        {
            for (var before = 0; before < 12; before++)
            {
                var text = new string('x', before) + string.Concat(Enumerable.Repeat(character, PercentEncoding.MaxLength + 1));
                var encoded = PercentEncoding.Encode(text);
                var decoded = PercentEncoding.Decode(encoded);
                Assert.InRange(encoded.Length, PercentEncoding.MaxLength - 25, PercentEncoding.MaxLength);
                Assert.EndsWith("…", decoded, StringComparison.Ordinal);
                Assert.StartsWith(decoded[..^1], text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Text_of_just_the_longest_is_not_cut()
    {
        var text = new string('a', PercentEncoding.MaxLength);
        Assert.Equal(text, PercentEncoding.Encode(text));
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (var n = random.Next(20); n > 0; n--)
        {
            var top = random.Next(3) switch { 0 => 0x80, 1 => 0xD800, _ => 0x10FFFF };
            var rune = random.Next(top);
            text.Append(Rune.IsValid(rune) ? new Rune(rune).ToString() : "%");
        }

        return text.ToString();
    }
}
