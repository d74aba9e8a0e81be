using InferencePlatform.Grpc.Http2;
using InferencePlatform.Grpc.Http2.Hpack;

namespace InferencePlatform.Grpc.Tests.Http2;

/// <summary>The examples of RFC 7541, Appendix C, and what is no header block.</summary>
public sealed class HpackDecoderTests
{
    private const string Date21 = "date=Mon, 21 Oct 2013 20:13:21 GMT";
    private const string Date22 = "date=Mon, 21 Oct 2013 20:13:22 GMT";
    private const string Location = "location=https://www.example.com";
    private const string Cookie = "set-cookie=foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";

    [Theory]
    [InlineData("828684410f7777772e6578616d706c652e636f6d", "828684be58086e6f2d6361636865", "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")] // C.3
    [InlineData("828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf", "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")] // C.4
    public void Requests_one_after_another(string first, string second, string third)
    {
        var decoder = new HpackDecoder(4096);
        Assert.Equal(("GET", "/", ""), Decode(decoder, first));
        Assert.Equal(("GET", "/", "cache-control=no-cache"), Decode(decoder, second));
        Assert.Equal(("GET", "/index.html", "custom-key=custom-value"), Decode(decoder, third));
    }

    [Theory]
    [InlineData( // C.5
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
        "4803333037c1c0bf",
        "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31")]
    [InlineData( // C.6
        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
        "4883640effc1c0bf",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007")]
    public void Headers_that_drop_out_of_a_small_table(string first, string second, string third)
    {
        var decoder = new HpackDecoder(256);
        Assert.Equal($"cache-control=private|{Date21}|{Location}", Decode(decoder, first).Headers);
        Assert.Equal($"cache-control=private|{Date21}|{Location}", Decode(decoder, second).Headers);
        Assert.Equal($"cache-control=private|{Date22}|{Location}|content-encoding=gzip|{Cookie}", Decode(decoder, third).Headers);
    }

    [Theory]
    [InlineData("0a", 5, 10)]
    [InlineData("1f9a0a", 5, 1337)]
    [InlineData("2a", 8, 42)]
    public void Integers(string bytes, int prefixBits, int value)
    {
        ReadOnlySpan<byte> coded = Convert.FromHexString(bytes);
        Assert.True(HpackInteger.TryRead(ref coded, prefixBits, out var read));
        Assert.Equal(value, read);
        Assert.True(coded.IsEmpty);

        Span<byte> written = stackalloc byte[HpackInteger.MaxLength];
        Assert.Equal(bytes, Convert.ToHexStringLower(written[..HpackInteger.Write(written, 0, prefixBits, value)]));
    }

    [Theory]
    [InlineData("80")] // Index 0.
    [InlineData("be")] // An index beyond both tables.
    [InlineData("ff")] // An integer cut short.
    [InlineData("ffffffffffff7f")] // One too large.
    [InlineData("4005616263")] // A string cut short.
    [InlineData("400161")] // A value that is missing.
    [InlineData("408100")] // Padding of a Huffman string that is zeros.
    [InlineData("4082ffff01")] // Padding of more than seven bits.
    [InlineData("4084ffffffff")] // The end-of-string symbol.
    [InlineData("3fe21f")] // A table larger than was offered.
    [InlineData("8220")] // A table's size after a header.
    public void What_is_malformed_ends_the_connection(string block)
    {
        var e = Assert.Throws<Http2ConnectionException>(() => Decode(new HpackDecoder(4096), block));
        Assert.Equal(Http2Error.Compression, e.Error);
    }

    [Fact]
    public void A_table_made_empty_forgets_its_headers()
    {
        var decoder = new HpackDecoder(4096);
        Decode(decoder, "400a637573746f6d2d6b65790c637573746f6d2d76616c7565");
        Assert.Equal("custom-key=custom-value", Decode(decoder, "be").Headers);
        Decode(decoder, "203fe11f");
        Assert.Throws<Http2ConnectionException>(() => Decode(decoder, "be"));
    }

    [Fact]
    public void Any_bytes_are_headers_or_refused()
    {
        var random = new Random(5);
        var decoder = new HpackDecoder(4096);
        for (var i = 0; i < 50_000; i++)
        {
            var block = new byte[random.Next(60)];
            random.NextBytes(block);
            try
            {
                decoder.Decode(block, new RequestHead());
            }
            catch (Http2ConnectionException e)
            {
                Assert.Equal(Http2Error.Compression, e.Error);
            }
        }
    }

    private static (string Method, string Path, string Headers) Decode(HpackDecoder decoder, string block)
    {
        var head = new RequestHead();
        head.Reset(trailers: false);
        decoder.Decode(Convert.FromHexString(block), head);
        return (head.Method, head.Path, string.Join('|', head.Headers.Select(h => $"{h.Name}={h.Value}")));
    }
}
