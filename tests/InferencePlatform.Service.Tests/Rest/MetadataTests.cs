using System.Net;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Rest;

namespace InferencePlatform.Service.Tests.Rest;

public sealed class MetadataTests
{
    [Fact]
    public async Task The_server_tells_its_name_version_and_extensions()
    {
        await using var server = await RestServer.StartAsync();
        var (status, body) = await server.Http1.GetJsonAsync("/v2");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"name":"inference-platform","version":"1.2.3","extensions":["binary_tensor_data","model_repository"]}""", body.ToJsonString());
    }

    [Fact]
    public async Task A_model_tells_its_versions_and_tensors()
    {
        await using var server = await RestServer.StartAsync();
        var (_, body) = await server.Http2.GetJsonAsync("/v2/models/iris");
        Assert.Equal(
            """{"name":"iris","versions":["1","2"],"platform":"onnxruntime_onnx","inputs":[{"name":"features","datatype":"FP32","shape":[-1,4]}],"outputs":[{"name":"label","datatype":"BYTES","shape":[-1]},{"name":"probabilities","datatype":"FP32","shape":[-1,3]}]}""",
            body.ToJsonString());
        var (_, first) = await server.Http2.GetJsonAsync("/v2/models/iris/versions/1");
        Assert.Equal("iris", first["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/ready")]
    public async Task A_model_or_version_that_is_not_there_or_not_ready_is_told_apart(string what)
    {
        await using var server = await RestServer.StartAsync();
        async Task<string> Get(string path, HttpStatusCode status) => (await server.Http1.GetJsonAsync($"/v2/models/{path}{what}")).Error(status);
        Assert.StartsWith("There is no model 'nope'; these exist: ", await Get("nope", HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.StartsWith("There is no model 'Grüße'; ", await Get("Gr%C3%BC%C3%9Fe", HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Equal(
            "Model 'iris' has no version '9'; its versions: 1 (Ready), 2 (Ready), 3 (Failed: the file is cut off).",
            await Get("iris/versions/9", HttpStatusCode.NotFound));
        Assert.StartsWith("Model 'iris' version 3 is not ready; ", await Get("iris/versions/3", HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.Equal("Model 'waiting' is not ready; its versions: 1 (Loading).", await Get("waiting", HttpStatusCode.ServiceUnavailable));
    }

    [Fact]
    public async Task Health_follows_the_servers_readiness_and_a_models_own()
    {
        var readiness = (Ready: false, Reason: "Model 'waiting' is loading.");
        await using var server = await RestServer.StartAsync(s => s with { Readiness = () => readiness });
        Assert.Equal((HttpStatusCode.OK, """{"live":true}"""), await GetAsync(server, "/v2/health/live"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"ready":false,"error":"Model 'waiting' is loading."}"""), await GetAsync(server, "/v2/health/ready"));
        readiness = (true, "");
        Assert.Equal((HttpStatusCode.OK, """{"ready":true}"""), await GetAsync(server, "/v2/health/ready"));
        Assert.Equal((HttpStatusCode.OK, """{"name":"iris","ready":true}"""), await GetAsync(server, "/v2/models/iris/ready"));
        Assert.Equal((HttpStatusCode.OK, """{"name":"iris","ready":true}"""), await GetAsync(server, "/v2/models/iris/versions/1/ready"));
    }

    [Fact]
    public async Task A_probe_may_use_HEAD()
    {
        await using var server = await RestServer.StartAsync();
        using var response = await server.Http1.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v2/health/live"), RestClient.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_repository_is_listed_and_changed_through_its_control()
    {
        var control = new Control();
        await using var server = await RestServer.StartAsync(s => s with { Repository = control });
        var (_, all) = await server.Http1.PostAsync("/v2/repository/index", "");
        Assert.Equal("""[{"name":"a","version":"1","state":"READY","reason":""},{"name":"b","version":"","state":"UNAVAILABLE","reason":"no version"}]""", all.ToJsonString());
        var (_, ready) = await server.Http1.PostAsync("/v2/repository/index", """{"ready":true}""");
        Assert.Single(ready.AsArray());
        using var load = await server.Http1.PostAsync("/v2/repository/models/a/load", RestClient.Json("{}"), RestClient.Token);
        using var unload = await server.Http1.PostAsync("/v2/repository/models/a/unload", RestClient.Json("""{"parameters":{"unload_dependents":true}}"""), RestClient.Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (load.StatusCode, unload.StatusCode));
        Assert.Equal(["load a", "unload a"], control.Done);
        Assert.Equal("Set the option.", (await server.Http1.PostAsync("/v2/repository/models/b/load", "")).Error(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("index", """{"ready":1}""", "'ready' 1; true or false is taken")]
    [InlineData("index", "{", "not valid JSON at line 1, byte 2")]
    [InlineData("models/a/load", """{"parameters":{"config":"{}"}}""", "the parameter 'config'; this server loads models as they lie in its repository")]
    [InlineData("models/a/load", """{"parameters":{"file:1/model.onnx":"AA=="}}""", "the parameter 'file:1/model.onnx'")]
    [InlineData("models/a/load", """{"parameters":{"\ud800":1}}""", "surrogate")]
    public async Task A_repository_call_that_asks_for_what_is_not_served_is_refused(string path, string body, string message)
    {
        var control = new Control();
        await using var server = await RestServer.StartAsync(s => s with { Repository = control });
        Assert.Contains(message, (await server.Http1.PostAsync($"/v2/repository/{path}", body)).Error(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Empty(control.Done);
    }

    [Theory]
    [InlineData("index")]
    [InlineData("models/a/load")]
    [InlineData("models/a/unload")]
    public async Task A_server_without_a_repository_says_so(string path)
    {
        await using var server = await RestServer.StartAsync();
        Assert.Equal("This server has no repository of models.", (await server.Http1.PostAsync($"/v2/repository/{path}", "")).Error(HttpStatusCode.BadRequest));
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(RestServer server, string path)
    {
        var (status, body) = await server.Http1.GetJsonAsync(path);
        return (status, body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private sealed class Control : IRepositoryControl
    {
        private readonly ModelStatus[] _statuses = [new("a", 1, ModelState.Ready, ""), new("b", 0, ModelState.Failed, "no version")];

        public List<string> Done { get; } = [];

        public IReadOnlyList<ModelStatus> Index(bool readyOnly) => [.. _statuses.Where(s => !readyOnly || s.State == ModelState.Ready)];

        public Task LoadAsync(string name, CancellationToken cancellationToken) => Do($"load {name}", name);

        public Task UnloadAsync(string name, CancellationToken cancellationToken) => Do($"unload {name}", name);

        private Task Do(string what, string name)
        {
            Done.Add(name == "a" ? what : throw new InferenceException(InferenceError.FailedPrecondition, "Set the option."));
            return Task.CompletedTask;
        }
    }
}
