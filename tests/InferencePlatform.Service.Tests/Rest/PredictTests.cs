using System.Net;

namespace InferencePlatform.Service.Tests.Rest;

/// <summary>The simple API.</summary>
public sealed class PredictTests
{
    [Theory]
    [InlineData("example_model", "[1,2,3]", "[2,4,6]")]
    [InlineData("example_model", "[[1],[2],[3]]", "[2,4,6]")]
    [InlineData("example_model", "[]", "[]")]
    [InlineData("example_model", """["NaN","Infinity","-Infinity",1e308]""", """["NaN","Infinity","-Infinity","Infinity"]""")]
    [InlineData("identity_int32", "[[1,2],[3,4]]", "[1,2,3,4]")]
    [InlineData("fixed_shape", "[[1,2,3]]", "[2,4,6]")]
    [InlineData("identity_bool", "[0,1]", "[0,1]")]
    public async Task Numbers_go_flat_or_in_rows_and_come_back_flat(string model, string inputs, string outputs)
    {
        await using var server = await RestServer.StartAsync();
        foreach (var http2 in new[] { false, true })
        {
            var (status, body) = await server.Client(http2).PostAsync($"/v1/models/{model}:predict", $$"""{"inputs":{{inputs}}}""");
            Assert.Equal((HttpStatusCode.OK, $$"""{"outputs":{{outputs}}}"""), (status, body.ToJsonString()));
        }
    }

    [Fact]
    public async Task Many_numbers_come_back_in_pieces()
    {
        await using var server = await RestServer.StartAsync();
        var numbers = Enumerable.Range(0, 100_000).ToArray();
        var (_, body) = await server.Http1.PostAsync("/v1/models/example_model:predict", $$"""{"inputs":[{{string.Join(',', numbers)}}]}""");
        Assert.Equal(numbers.Select(n => 2.0 * n), body["outputs"]!.AsArray().Select(n => n!.GetValue<double>()));
    }

    [Theory]
    [InlineData("example_model", "{}", "The request has no 'inputs'; send {\"inputs\": [1, 2, 3]}.")]
    [InlineData("example_model", """{"inputs":3}""", "has as its data 3; an array is taken")]
    [InlineData("example_model", """{"inputs":["a"]}""", "Input 'inputs' has as element 0 \"a\"; numbers from")]
    [InlineData("example_model", """{"inputs":[[1,2],[3]]}""", "different lengths")]
    [InlineData("example_model", """{"inputs":[1],"inputs":[1]}""", "'inputs' more than once")]
    [InlineData("example_model", """{"inputs":[1,]}""", "not valid JSON at line 1, byte 14")]
    [InlineData("identity_int32", """{"inputs":[1.5]}""", "number 0 is 1.5")]
    [InlineData("fixed_shape", """{"inputs":[1,2]}""", "takes 3 numbers, in the shape [1,3]; 2 came")]
    [InlineData("identity_bytes", """{"inputs":[1]}""", "The simple API serves models with one numeric input")]
    public async Task What_does_not_fit_is_refused(string model, string body, string message)
    {
        await using var server = await RestServer.StartAsync();
        var error = (await server.Http1.PostAsync($"/v1/models/{model}:predict", body)).Error(HttpStatusCode.BadRequest);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_not_found()
    {
        await using var server = await RestServer.StartAsync();
        var error = (await server.Http1.PostAsync("/v1/models/nope:predict", """{"inputs":[1]}""")).Error(HttpStatusCode.NotFound);
        Assert.StartsWith("There is no model 'nope'; these exist: ", error, StringComparison.Ordinal);
    }
}
