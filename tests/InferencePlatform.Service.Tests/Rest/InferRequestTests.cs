using System.Net;

namespace InferencePlatform.Service.Tests.Rest;

public sealed class InferRequestTests
{
    private const string X = """{"name":"x","shape":[1,1],"datatype":"INT32","data":[7]}""";

    [Theory]
    [InlineData("""{"inputs":[{"data":[7],"name":"x","shape":[1,1],"datatype":"INT32"}]}""")]
    [InlineData("""{"inputs":[{"datatype":"INT32","data":[[7]],"shape":[1,1],"name":"x"}]}""")]
    [InlineData("""{"outputs":null,"parameters":null,"id":null,"inputs":[{"name":"x","shape":[1,1],"datatype":"INT32","data":[7],"parameters":{}}]}""")]
    [InlineData("""{"more":{"inputs":[1,{}]},"inputs":[{"name":"x","strange":[[]],"shape":[1,1],"datatype":"INT32","data":[7]}],"outputs":[]}""")]
    [InlineData("""{"\u0069nputs":[{"n\u0061me":"\u0078","shape":[1,1],"datatype":"INT32","data":[7]}]}""")]
    [InlineData("""{"parameters":{"timeout":5,"priority":1,"text":"a","list":[1]},"inputs":[{"name":"x","shape":[1,1],"datatype":"INT32","data":[7]}]}""")]
    [InlineData(" \r\n\t{ \"inputs\" : [ { \"name\" : \"x\" , \"shape\" : [ 1 , 1 ] , \"datatype\" : \"INT32\" , \"data\" : [ 7 ] } ] } \n")]
    public async Task Members_may_come_in_any_order_and_unknown_ones_are_passed_over(string body)
    {
        await using var server = await RestServer.StartAsync();
        var answer = await server.Http1.InferAsync("identity_int32", body);
        Assert.Equal(
            """{"model_name":"identity_int32","model_version":"1","outputs":[{"name":"y","shape":[1,1],"datatype":"INT32","data":[7]}]}""",
            answer.ToJsonString());
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"call-1\"")]
    [InlineData("\"\\u0022\\n\"")]
    public async Task The_id_comes_back(string id)
    {
        await using var server = await RestServer.StartAsync();
        var answer = await server.Http1.InferAsync("identity_int32", $$"""{"id":{{id}},"inputs":[{{X}}]}""");
        Assert.Equal(id, answer["id"]!.ToJsonString());
    }

    [Fact]
    public async Task Several_inputs_and_outputs_of_several_types_go_together()
    {
        await using var server = await RestServer.StartAsync();
        var answer = await server.Http1.InferAsync("mixed_types", """
            {"inputs":[
              {"name":"f","shape":[1,3],"datatype":"FP64","data":[[0.5,1,2]]},
              {"name":"s","shape":[2],"datatype":"BYTES","data":["a","b"]},
              {"name":"n","shape":[2],"datatype":"INT32","data":[1,2]}]}
            """);
        Assert.Equal(
            """[{"name":"n_out","shape":[2],"datatype":"INT32","data":[2,4]},{"name":"s_out","shape":[2],"datatype":"BYTES","data":["a","b"]},{"name":"f_out","shape":[1,3],"datatype":"FP64","data":[1,2,4]}]""",
            answer["outputs"]!.ToJsonString());
    }

    [Fact]
    public async Task Only_the_outputs_asked_for_come_in_the_order_asked()
    {
        await using var server = await RestServer.StartAsync();
        var inputs = """[{"name":"a","shape":[1,2],"datatype":"FP32","data":[1,2]},{"name":"b","shape":[1,2],"datatype":"FP32","data":[3,5]}]""";
        var both = await server.Http1.InferAsync("two_in_two_out", $$"""{"inputs":{{inputs}},"outputs":[{"name":"diff"},{"name":"sum"}]}""");
        Assert.Equal(["diff", "sum"], both["outputs"]!.AsArray().Select(o => o!["name"]!.GetValue<string>()));
        var one = await server.Http1.InferAsync("two_in_two_out", $$"""{"outputs":[{"name":"sum"}],"inputs":{{inputs}}}""");
        Assert.Equal("""[{"name":"sum","shape":[1,2],"datatype":"FP32","data":[4,7]}]""", one["outputs"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", "2")]
    [InlineData("/versions/1", "1")]
    [InlineData("/versions/2", "2")]
    public async Task The_version_asked_for_answers_or_else_the_latest(string versionPath, string version)
    {
        await using var server = await RestServer.StartAsync();
        var (status, answer) = await server.Http1.PostAsync(
            $"/v2/models/iris{versionPath}/infer",
            """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[5.1,3.5,1.4,0.2]}],"outputs":[{"name":"label"}]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(version, answer["model_version"]!.GetValue<string>());
        Assert.Equal("""["setosa"]""", answer["outputs"]![0]!["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{}", "The request has no 'inputs'")]
    [InlineData("[]", "The body is an array; send a JSON object.")]
    [InlineData("\"a\"", "The body is \"a\"; send a JSON object.")]
    [InlineData("", "The body is empty")]
    [InlineData("  ", "The body is empty")]
    [InlineData("""{"inputs":{}}""", "The request has as its 'inputs' an object; an array is taken.")]
    [InlineData("""{"inputs":[],"inputs":[]}""", "The request has 'inputs' more than once.")]
    [InlineData("""{"inputs":[]}""", "Input 'x' is missing; the model takes x INT32 [-1,-1].")]
    [InlineData("""{"inputs":[3]}""", "The input at index 0 is 3; an object is taken.")]
    [InlineData("""{"inputs":[{"shape":[1,1],"datatype":"INT32","data":[7]}]}""", "The input at index 0 has no 'name'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"INT32","data":[7]}]}""", "Input 'x' has no 'shape'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,1],"data":[7]}]}""", "Input 'x' has no 'datatype'")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT32"}]}""", "Input 'x' has no 'data'")]
    [InlineData("""{"inputs":[{"name":"x","name":"x"}]}""", "Input 'x' has 'name' more than once.")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT32","data":[7],"data":[8]}]}""", "Input 'x' has 'data' more than once.")]
    [InlineData("""{"inputs":[{"name":1}]}""", "as its 'name' 1; a text is taken")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"int32"}]}""", "Input 'x' has the datatype 'int32'; it must be one of BOOL, UINT8")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,1],"data":[7]}]}""", "Input 'x' has the datatype FP32; the model takes INT32.")]
    [InlineData("""{"inputs":[{"name":"z","shape":[1,1],"datatype":"INT32","data":[7]}]}""", "The model has no input 'z'; it takes x INT32 [-1,-1].")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT32","data":[7]},{"name":"x","shape":[1,1],"datatype":"INT32","data":[7]}]}""", "Input 'x' is given more than once.")]
    [InlineData("""{"id":7,"inputs":[]}""", "The request has as its 'id' 7; a text is taken.")]
    [InlineData("""{"parameters":[],"inputs":[]}""", "The request has as its 'parameters' an array; an object is taken.")]
    [InlineData("""{"outputs":[{"name":"nope"}],"inputs":[]}""", "The model has no output 'nope'; it gives y INT32 [-1,-1].")]
    [InlineData("""{"outputs":[{"name":"y"},{"name":"y"}],"inputs":[]}""", "Output 'y' is asked for more than once.")]
    [InlineData("""{"outputs":[{}],"inputs":[]}""", "The requested output at index 0 has no 'name'.")]
    [InlineData("""{"outputs":["y"],"inputs":[]}""", "The requested output at index 0 is \"y\"; an object with a 'name' is taken.")]
    [InlineData("""{"outputs":[{"name":"y","parameters":{"classification":3}}],"inputs":[]}""", "The requested output 'y' has the parameter 'classification', an extension that this server does not serve")]
    [InlineData("""{"outputs":[{"name":"y","parameters":{"binary_data":1}}],"inputs":[]}""", "'binary_data' 1; true or false is taken")]
    [InlineData("{\"inputs\":[\n {\"name\":\"x\",}", "The body is not valid JSON at line 2, byte 14: ")]
    [InlineData("""{"inputs":[]} x""", "The body is not valid JSON at line 1, byte 15: ")]
    [InlineData("""{"inputs":[""", "The body is not valid JSON at line 1, byte 12: ")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT32","data":[NaN]}]}""", "The body is not valid JSON at line 1, byte 65: 'N' is an invalid start of a value.")]
    public async Task A_request_that_cannot_be_served_is_told_why(string body, string message)
    {
        await using var server = await RestServer.StartAsync();
        Assert.Contains(message, await server.Http1.RefusedAsync("identity_int32", body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Depth_is_bounded()
    {
        await using var server = await RestServer.StartAsync();
        var body = $$"""{"other":{{new string('[', 5000)}}{{new string(']', 5000)}},"inputs":[]}""";
        Assert.Contains("depth", await server.Http1.RefusedAsync("identity_int32", body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_of_inputs_and_outputs_is_bounded()
    {
        await using var server = await RestServer.StartAsync();
        var inputs = string.Join(',', Enumerable.Repeat(X, 1025));
        Assert.Contains("more than 1024 inputs", await server.Http1.RefusedAsync("identity_int32", $$"""{"inputs":[{{inputs}}]}"""), StringComparison.Ordinal);
        var outputs = string.Join(',', Enumerable.Repeat("""{"name":"y"}""", 1025));
        Assert.Contains("more than 1024 outputs", await server.Http1.RefusedAsync("identity_int32", $$"""{"outputs":[{{outputs}}],"inputs":[]}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_on_its_inputs_is_the_callers_fault()
    {
        await using var server = await RestServer.StartAsync();
        var error = await server.Http1.RefusedAsync("fails_at_run", """{"inputs":[{"name":"i","shape":[1],"datatype":"INT64","data":[9]}]}""");
        Assert.StartsWith("Model 'fails_at_run' cannot run on these inputs: ", error, StringComparison.Ordinal);
    }
}
