using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;

namespace InferencePlatform.Service.Tests.Hosting;

public sealed class ManagementPagesTests
{
    [Fact]
    public async Task The_management_port_has_metrics_and_health()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        using var http = new HttpClient { BaseAddress = server.ManagementAddress };

        Assert.Equal("alive\n", await http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        Assert.Equal("ready\n", await http.GetStringAsync("/readyz", TestContext.Current.CancellationToken));
        Assert.Contains("model=\"digits\"", await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_a_model_that_serves_is_alive_and_says_why_it_is_not_ready()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Broken);
        using var http = new HttpClient { BaseAddress = server.ManagementAddress };

        using var answer = await http.GetAsync("/readyz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var reason = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("No model is ready: ", reason, StringComparison.Ordinal);
        Assert.Contains("unsupported_op", reason, StringComparison.Ordinal);
        Assert.Equal(1, reason.Count(c => c == '\n'));
        Assert.Equal("alive\n", await http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        server.Errors.Take();
    }

    [Fact]
    public async Task The_models_are_told_with_their_file_their_signature_and_how_busy_they_are()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        var file = new FileInfo(Path.Combine(TestFiles.Samples, "iris", "2", "model.onnx"));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file.FullName, TestContext.Current.CancellationToken)));

        var models = await ReadModelsAsync(server);

        var iris = models.Single(m => m.GetProperty("name").GetString() == "iris" && m.GetProperty("version").GetInt64() == 2);
        Assert.Equal(("Ready", ""), (iris.GetProperty("state").GetString(), iris.GetProperty("reason").GetString()));
        Assert.Equal((sha256, file.Length), (iris.GetProperty("sha256").GetString(), iris.GetProperty("sizeBytes").GetInt64()));
        Assert.InRange(iris.GetProperty("loadedAt").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
        Assert.Equal(0, iris.GetProperty("callsInFlight").GetInt64());
        Assert.Equal("""[{"name":"features","datatype":"FP32","shape":[-1,4]}]""", iris.GetProperty("inputs").GetRawText());
        Assert.Equal("""[{"name":"label","datatype":"BYTES","shape":[-1]},{"name":"probabilities","datatype":"FP32","shape":[-1,3]}]""", iris.GetProperty("outputs").GetRawText());
    }

    [Fact]
    public async Task A_model_that_failed_is_told_with_its_reason_and_no_file()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Broken);

        var model = (await ReadModelsAsync(server)).Single(m => m.GetProperty("name").GetString() == "unsupported_op");

        Assert.Equal("Failed", model.GetProperty("state").GetString());
        Assert.Contains("made.up:Nope", model.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.False(model.TryGetProperty("sha256", out _));
        server.Errors.Take();
    }

    [Fact]
    public async Task Calls_in_flight_are_counted_for_each_version()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Connect();
        using var leave = new CancellationTokenSource();
        var call = client.UnaryAsync(
            "inference.GRPCInferenceService/ModelInfer",
            ProtobufCodec.For<ModelInferRequest>(),
            ProtobufCodec.For<ModelInferResponse>(),
            EndlessRun(),
            new CallOptions { CancellationToken = leave.Token });

        while ((await ReadModelsAsync(server)).Single(m => m.GetProperty("name").GetString() == "slow").GetProperty("callsInFlight").GetInt64() != 1)
        {
            Assert.False(call.IsCompleted);
        }

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        server.Errors.Take();
    }

    [Fact]
    public async Task Other_pages_and_methods_are_refused_with_what_there_is()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        using var http = new HttpClient { BaseAddress = server.ManagementAddress };

        using var missing = await http.GetAsync("/", TestContext.Current.CancellationToken);
        using var posted = await http.PostAsync("/readyz", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        Assert.Equal(["GET", "HEAD"], posted.Content.Headers.Allow);
    }

    private static async Task<IReadOnlyList<JsonElement>> ReadModelsAsync(TestServer server)
    {
        using var http = new HttpClient { BaseAddress = server.ManagementAddress };
        using var answer = await http.GetAsync("/models", TestContext.Current.CancellationToken);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return [.. page.RootElement.GetProperty("models").EnumerateArray()];
    }

    private static ModelInferRequest EndlessRun()
    {
        var x = new ModelInferRequest.Types.InferInputTensor { Name = "x", Datatype = "FP32", Shape = { 1 }, Contents = new() { Fp32Contents = { 3 } } };
        var n = new ModelInferRequest.Types.InferInputTensor { Name = "iterations", Datatype = "INT64", Shape = { 1 }, Contents = new() { Int64Contents = { 100_000_000 } } };
        return new ModelInferRequest { ModelName = "slow", Inputs = { x, n } };
    }
}
