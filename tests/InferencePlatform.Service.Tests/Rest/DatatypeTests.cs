using System.Text.Json.Nodes;

namespace InferencePlatform.Service.Tests.Rest;

public sealed class DatatypeTests
{
    [Theory]
    [InlineData("BOOL", "[true,false]")]
    [InlineData("UINT8", "[0,255]")]
    [InlineData("UINT16", "[0,65535]")]
    [InlineData("UINT32", "[0,4294967295]")]
    [InlineData("UINT64", "[0,18446744073709551615]")]
    [InlineData("INT8", "[-128,127]")]
    [InlineData("INT16", "[-32768,32767]")]
    [InlineData("INT32", "[-2147483648,2147483647]")]
    [InlineData("INT64", "[-9223372036854775808,9223372036854775807]")]
    [InlineData("FP16", "[0.5,-65504]")]
    [InlineData("BF16", "[1.5,-256]")]
    [InlineData("FP32", "[1.1,-3.4028235E+38]")]
    [InlineData("FP64", "[1.1,-1.7976931348623157E+308]")]
    [InlineData("FP16", """["NaN","-Infinity"]""")]
    [InlineData("BF16", """["NaN","Infinity"]""")]
    [InlineData("FP32", """["NaN","-Infinity"]""")]
    [InlineData("FP64", """["Infinity","NaN"]""")]
    [InlineData("BYTES", """["","Grüße, 世界 🌍"]""")]
    public async Task Every_datatype_comes_back_as_it_was_sent(string datatype, string data)
    {
        await using var server = await RestServer.StartAsync();
        var body = $$"""{"inputs":[{"name":"x","shape":[1,2],"datatype":"{{datatype}}","data":{{data}}}]}""";
        foreach (var http2 in new[] { false, true })
        {
            var answer = await server.Client(http2).InferAsync($"identity_{datatype.ToLowerInvariant()}", body);
            var output = answer["outputs"]![0]!;
            Assert.Equal(datatype, output["datatype"]!.GetValue<string>());
            Assert.Equal("[1,2]", output["shape"]!.ToJsonString());
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(data), output["data"]), output.ToJsonString());
        }
    }

    [Theory]
    [InlineData("BOOL", "1", "BOOL takes true or false")]
    [InlineData("UINT8", "256", "from 0 to 255")]
    [InlineData("UINT8", "-1", "from 0 to 255")]
    [InlineData("INT8", "128", "from -128 to 127")]
    [InlineData("INT32", "2147483648", "from -2147483648 to 2147483647")]
    [InlineData("INT64", "9223372036854775808", "to 9223372036854775807")]
    [InlineData("UINT64", "18446744073709551616", "to 18446744073709551615")]
    [InlineData("INT32", "1.5", "without a fraction")]
    [InlineData("INT32", "\"1\"", "whole numbers")]
    [InlineData("FP16", "65520", "from -65500 to 65500")]
    [InlineData("FP32", "1e39", "from -3.4028235E+38")]
    [InlineData("FP64", "1e309", "from -1.7976931348623157E+308")]
    [InlineData("BF16", "3.4e38", "BF16")]
    [InlineData("FP32", "\"nan\"", "\"NaN\", \"Infinity\" and \"-Infinity\"")]
    [InlineData("FP32", "true", "numbers from")]
    [InlineData("FP32", "null", "numbers from")]
    [InlineData("FP32", "{}", "numbers from")]
    [InlineData("BYTES", "1", "BYTES takes texts")]
    public async Task An_element_that_is_none_of_the_datatype_is_refused_with_its_place_and_value(string datatype, string element, string advice)
    {
        await using var server = await RestServer.StartAsync();
        var good = datatype switch { "BOOL" => "true", "BYTES" => "\"a\"", _ => "1" };
        var error = await server.Http1.RefusedAsync(
            $"identity_{datatype.ToLowerInvariant()}",
            $$"""{"inputs":[{"name":"x","shape":[1,2],"datatype":"{{datatype}}","data":[{{good}},{{element}}]}]}""");
        Assert.StartsWith($"Input 'x' has as element 1 {(element == "{}" ? "an object" : element)}; ", error, StringComparison.Ordinal);
        Assert.Contains(advice, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FP16", "0.1", "0.099975586")]
    [InlineData("BF16", "0.1", "0.100097656")]
    [InlineData("BF16", "1.00390625", "1")]
    [InlineData("FP32", "0.1000000000000000055511151231257827", "0.1")]
    [InlineData("FP32", "16777217", "16777216")]
    [InlineData("FP32", "1e-60", "0")]
    public async Task A_number_is_rounded_to_the_nearest_that_the_datatype_has(string datatype, string sent, string expected)
    {
        await using var server = await RestServer.StartAsync();
        var answer = await server.Http1.InferAsync(
            $"identity_{datatype.ToLowerInvariant()}",
            $$"""{"inputs":[{"name":"x","shape":[1,1],"datatype":"{{datatype}}","data":[{{sent}}]}]}""");
        Assert.Equal($"[{expected}]", answer["outputs"]![0]!["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Escapes_in_texts_are_undone_and_made_again()
    {
        await using var server = await RestServer.StartAsync();
        var sent = """["\u0041\n\t\"\\\/","\ud83c\udf0d","\u0000"]""";
        var answer = await server.Http1.InferAsync(
            "identity_bytes", $$"""{"inputs":[{"name":"x","shape":[3,1],"datatype":"BYTES","data":{{sent}}}]}""");
        var texts = answer["outputs"]![0]!["data"]!.AsArray().Select(t => t!.GetValue<string>());
        Assert.Equal(["A\n\t\"\\/", "🌍", "\0"], texts);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_no_text()
    {
        await using var server = await RestServer.StartAsync();
        var error = await server.Http1.RefusedAsync(
            "identity_bytes", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"BYTES","data":["\ud800"]}]}""");
        Assert.Contains("surrogate", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_empty_texts_fit()
    {
        await using var server = await RestServer.StartAsync();
        var data = string.Join(',', Enumerable.Repeat("\"\"", 5000));
        var answer = await server.Http1.InferAsync(
            "identity_bytes", $$"""{"inputs":[{"name":"x","shape":[1,5000],"datatype":"BYTES","data":[{{data}}]}]}""");
        Assert.All(answer["outputs"]![0]!["data"]!.AsArray(), t => Assert.Equal("", t!.GetValue<string>()));
    }
}
