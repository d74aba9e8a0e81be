using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace InferencePlatform.Service.Tests.Rest;

/// <summary>The binary tensor extension.</summary>
public sealed class BinaryTests
{
    private static readonly byte[] Floats = [0, 0, 128, 63, 0, 0, 0, 64];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tensors_go_and_come_as_bytes_after_the_json(bool http2)
    {
        await using var server = await RestServer.StartAsync();
        var json = """{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}],"parameters":{"binary_data_output":true}}""";
        var (answer, bytes) = await PostAsync(server.Client(http2), "identity_fp32", json, Floats);
        Assert.Equal("""[{"name":"y","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}]""", answer["outputs"]!.ToJsonString());
        Assert.Equal(Floats, bytes);
    }

    [Fact]
    public async Task Some_tensors_may_be_bytes_and_others_json()
    {
        await using var server = await RestServer.StartAsync();
        var json = """
            {"inputs":[
              {"name":"n","shape":[2],"datatype":"INT32","data":[1,2]},
              {"name":"s","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":11}},
              {"parameters":{"binary_data_size":24},"name":"f","shape":[1,3],"datatype":"FP64"}],
             "outputs":[
              {"name":"s_out","parameters":{"binary_data":true}},
              {"name":"f_out","parameters":{"binary_data":false}},
              {"name":"n_out"}],
             "parameters":{"binary_data_output":true}}
            """;
        byte[] texts = [2, 0, 0, 0, (byte)'h', (byte)'i', 1, 0, 0, 0, 0xff];
        var numbers = new[] { 0.5, 1, 2 }.SelectMany(BitConverter.GetBytes);
        var (answer, bytes) = await PostAsync(server.Http1, "mixed_types", json, [.. texts, .. numbers]);
        Assert.Equal(
            """[{"name":"s_out","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":11}},{"name":"f_out","shape":[1,3],"datatype":"FP64","data":[1,2,4]},{"name":"n_out","shape":[2],"datatype":"INT32","parameters":{"binary_data_size":8}}]""",
            answer["outputs"]!.ToJsonString());
        Assert.Equal([.. texts, 2, 0, 0, 0, 4, 0, 0, 0], bytes);
    }

    [Fact]
    public async Task Json_alone_may_ask_for_bytes_back()
    {
        await using var server = await RestServer.StartAsync();
        var json = """{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""";
        using var response = await server.Http1.PostAsync("/v2/models/identity_fp32/infer", RestClient.Json(json), RestClient.Token);
        var (_, bytes) = await SplitAsync(response);
        Assert.Equal(Floats, bytes);
    }

    [Fact]
    public async Task Texts_come_back_as_bytes()
    {
        await using var server = await RestServer.StartAsync();
        var json = """{"inputs":[{"name":"x","shape":[1,3],"datatype":"BYTES","data":["","hi",""]}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""";
        foreach (var http2 in new[] { false, true })
        {
            using var response = await server.Client(http2).PostAsync("/v2/models/identity_bytes/infer", RestClient.Json(json), RestClient.Token);
            var (_, bytes) = await SplitAsync(response);
            Assert.Equal([0, 0, 0, 0, 2, 0, 0, 0, (byte)'h', (byte)'i', 0, 0, 0, 0], bytes);
        }
    }

    [Fact]
    public async Task Megabytes_go_both_ways()
    {
        await using var server = await RestServer.StartAsync();
        var data = new byte[8 << 20];
        new Random(1).NextBytes(data);
        var json = $$$"""{"inputs":[{"name":"x","shape":[1024,8192],"datatype":"UINT8","parameters":{"binary_data_size":{{{data.Length}}}}}],"parameters":{"binary_data_output":true}}""";
        var (_, bytes) = await PostAsync(server.Http2, "identity_uint8", json, data);
        Assert.True(data.AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task Texts_that_json_cannot_carry_are_refused_with_advice()
    {
        await using var server = await RestServer.StartAsync();
        var json = """{"inputs":[{"name":"x","shape":[1,1],"datatype":"BYTES","parameters":{"binary_data_size":5}}]}""";
        using var response = await SendAsync(server.Http1, "identity_bytes", json, [1, 0, 0, 0, 0xff]);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(RestClient.Token))!["error"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("Output 'y' has as element 0 bytes that are not UTF-8, which JSON cannot carry; ask for the output with the parameter 'binary_data': true.", error);
    }

    [Theory]
    [InlineData("""{"binary_data_size":8}""", "", 9, "9 bytes follow the JSON and the inputs' 'binary_data_size' together say 8.")]
    [InlineData("""{"binary_data_size":8}""", "", 7, "Input 'x' has a 'binary_data_size' of 8 and 7 bytes are left")]
    [InlineData("""{"binary_data_size":4}""", "", 4, "Input 'x' has 4 bytes of data; 2 elements of FP32 in the shape [1,2] are 8 bytes.")]
    [InlineData("""{"binary_data_size":8}""", ",\"data\":[1,2]", 8, "Input 'x' has both 'data' and a 'binary_data_size'")]
    [InlineData("""{"binary_data_size":-1}""", "", 8, "'binary_data_size' -1; a number of bytes is taken")]
    [InlineData("""{"binary_data_size":"8"}""", "", 8, "'binary_data_size' \"8\"; a number of bytes is taken")]
    [InlineData("""{"shared_memory_region":"r"}""", "", 0, "Input 'x' has the parameter 'shared_memory_region', an extension that this server does not serve")]
    [InlineData("{}", ",\"data\":[1,2]", 3, "3 bytes follow the JSON and the inputs' 'binary_data_size' together say 0.")]
    public async Task Bytes_that_do_not_add_up_are_refused(string parameters, string data, int bytes, string message)
    {
        await using var server = await RestServer.StartAsync();
        var json = $$"""{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32"{{data}},"parameters":{{parameters}}}]}""";
        using var response = await SendAsync(server.Http1, "identity_fp32", json, new byte[bytes]);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(message, JsonNode.Parse(await response.Content.ReadAsStringAsync(RestClient.Token))!["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("3")]
    [InlineData("99999999999")]
    public async Task A_header_that_is_no_length_within_the_body_is_refused(string length)
    {
        await using var server = await RestServer.StartAsync();
        using var content = RestClient.Json("{}");
        content.Headers.Add("Inference-Header-Content-Length", length);
        var error = (await server.Http1.PostAsync("/v2/models/identity_fp32/infer", content, RestClient.Token).ReadAsync()).Error(HttpStatusCode.BadRequest);
        Assert.Equal($"The header Inference-Header-Content-Length is '{length}'; it is the number of bytes of JSON at the start of the body, which has 2.", error);
    }

    private static async Task<(JsonNode Json, byte[] Bytes)> PostAsync(HttpClient client, string model, string json, byte[] bytes)
    {
        using var response = await SendAsync(client, model, json, bytes);
        return await SplitAsync(response);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string model, string json, byte[] bytes)
    {
        var head = Encoding.UTF8.GetBytes(json);
        using var content = new ByteArrayContent([.. head, .. bytes]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", $"{head.Length}");
        return await client.PostAsync($"/v2/models/{model}/infer", content, RestClient.Token);
    }

    private static async Task<(JsonNode Json, byte[] Bytes)> SplitAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync(RestClient.Token);
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        var headers = response.Headers.Concat(response.Content.Headers);
        var length = int.Parse(headers.Single(h => h.Key.Equals("Inference-Header-Content-Length", StringComparison.OrdinalIgnoreCase)).Value.Single());
        return (JsonNode.Parse(body.AsSpan(0, length))!, body[length..]);
    }
}
