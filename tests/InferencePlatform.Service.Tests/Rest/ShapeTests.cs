namespace InferencePlatform.Service.Tests.Rest;

public sealed class ShapeTests
{
    [Theory]
    [InlineData("[2,3]", "[1,2,3,4,5,6]")]
    [InlineData("[2,3]", "[[1,2,3],[4,5,6]]")]
    [InlineData("[6,1]", "[[1],[2],[3],[4],[5],[6]]")]
    [InlineData("[0,3]", "[]")]
    [InlineData("[2,0]", "[]")]
    [InlineData("[2,0]", "[[],[]]")]
    public async Task Data_may_be_flat_or_nested_as_the_shape_and_may_be_empty(string shape, string data)
    {
        await using var server = await RestServer.StartAsync();
        var answer = await server.Http1.InferAsync("identity_int32", Body(shape, data));
        var flat = data.Replace("],[", ",", StringComparison.Ordinal).Replace("[[", "[", StringComparison.Ordinal).Replace("]]", "]", StringComparison.Ordinal);
        Assert.Equal(shape, answer["outputs"]![0]!["shape"]!.ToJsonString());
        Assert.Equal(flat == "[,]" ? "[]" : flat, answer["outputs"]![0]!["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[2,3]", "[1,2,3,4,5]", "has 5 elements of data; its shape [2,3] asks for 6")]
    [InlineData("[2,3]", "[1,2,3,4,5,6,7]", "has 7 elements of data; its shape [2,3] asks for 6")]
    [InlineData("[2,3]", "[]", "has 0 elements")]
    [InlineData("[2,3]", "[[1,2],[3,4],[5,6]]", "is nested as [3,2]")]
    [InlineData("[2,3]", "[[[1,2,3],[4,5,6]]]", "is nested as [1,2,3]")]
    [InlineData("[2,2]", "[[1,2],[3]]", "different lengths or depths")]
    [InlineData("[2,2]", "[[1,2],3,4]", "different lengths or depths")]
    [InlineData("[2,2]", "[1,2,[3,4]]", "different lengths or depths")]
    [InlineData("[2,2]", "[[],[1,2]]", "different lengths or depths")]
    [InlineData("[2,2]", "[[],1]", "different lengths or depths")]
    [InlineData("[1,1]", "7", "has as its data 7; an array is taken")]
    [InlineData("[1,1]", "null", "has as its data null; an array is taken")]
    [InlineData("[1,1]", "{\"a\":[1]}", "has as its data an object; an array is taken")]
    [InlineData("[-1,1]", "[1]", "a dimension cannot be negative")]
    [InlineData("[4000000000,4000000000]", "[1]", "over 2147483647 elements")]
    [InlineData("[2000000000,1]", "[1]", "has 1 elements of data; its shape [2000000000,1] asks for 2000000000")]
    [InlineData("[1]", "[1]", "the shape [1]; the model takes [-1,-1]")]
    [InlineData("[1.5,1]", "[1]", "in its 'shape' 1.5; whole numbers")]
    [InlineData("[9223372036854775808]", "[1]", "whole numbers")]
    [InlineData("[\"1\"]", "[1]", "in its 'shape' \"1\"")]
    [InlineData("3", "[1]", "as its 'shape' 3; an array of whole numbers")]
    public async Task A_shape_that_does_not_fit_is_refused_by_the_inputs_name(string shape, string data, string message)
    {
        await using var server = await RestServer.StartAsync();
        var error = await server.Http1.RefusedAsync("identity_int32", Body(shape, data));
        Assert.StartsWith("Input 'x' ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shape_of_too_many_dimensions_is_refused()
    {
        await using var server = await RestServer.StartAsync();
        var shape = $"[{string.Join(',', Enumerable.Repeat("1", 65))}]";
        Assert.Contains("more than 64 dimensions", await server.Http1.RefusedAsync("identity_int32", Body(shape, "[1]")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scalar_has_the_empty_shape()
    {
        await using var server = await RestServer.StartAsync();
        var answer = await server.Http1.InferAsync("scalar_in", """{"inputs":[{"name":"x","shape":[],"datatype":"FP32","data":[4]}]}""");
        Assert.Equal("""[{"name":"y","shape":[],"datatype":"FP32","data":[8]}]""", answer["outputs"]!.ToJsonString());
    }

    [Fact]
    public async Task An_output_may_be_empty()
    {
        await using var server = await RestServer.StartAsync();
        var answer = await server.Http1.InferAsync("dyn_out", """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[-1,-2]}]}""");
        Assert.Equal("""[{"name":"y","shape":[0],"datatype":"FP32","data":[]}]""", answer["outputs"]!.ToJsonString());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_million_elements_go_and_come_back(bool http2, bool nested)
    {
        await using var server = await RestServer.StartAsync();
        var numbers = Enumerable.Range(0, 1_000_000).Select(i => i * 0.25).ToArray();
        var rows = numbers.Chunk(1000).Select(row => string.Join(',', row));
        var data = nested ? $"[[{string.Join("],[", rows)}]]" : $"[{string.Join(',', rows)}]";
        var body = $$"""{"inputs":[{"name":"x","shape":[1000,1000],"datatype":"FP32","data":{{data}}}]}""";
        using var response = await server.Client(http2).PostAsync("/v2/models/identity_fp32/infer", RestClient.Json(body), RestClient.Token);
        Assert.Equal(
            $$"""{"model_name":"identity_fp32","model_version":"1","outputs":[{"name":"y","shape":[1000,1000],"datatype":"FP32","data":[{{string.Join(',', numbers)}}]}]}""",
            await response.Content.ReadAsStringAsync(RestClient.Token));
    }

    private static string Body(string shape, string data) =>
        $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"INT32","data":{{data}}}]}""";
}
