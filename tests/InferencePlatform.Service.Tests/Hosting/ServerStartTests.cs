using System.Globalization;
using System.Net;
using System.Net.Sockets;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using Model;

namespace InferencePlatform.Service.Tests.Hosting;

/// <summary>How the process starts, or says why it does not.</summary>
public sealed class ServerStartTests
{
    [Fact]
    public async Task Wrong_settings_are_all_listed_and_end_it_with_2()
    {
        var message = Path.GetTempFileName();
        await using var program = ServerProgram.Start("--threads=many", "--nonsense", $"--termination-message-path={message}");

        Assert.Equal(2, await program.WaitForExitAsync());

        Assert.Contains("--threads: 'many' cannot be used; it must be a whole number from 0 to 1024.", program.StandardError, StringComparison.Ordinal);
        Assert.Contains("There is no option --nonsense.", program.StandardError, StringComparison.Ordinal);
        Assert.Contains("There is nothing to serve", program.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.StandardError, StringComparison.Ordinal);
        Assert.Equal(program.StandardError, await File.ReadAllTextAsync(message, TestContext.Current.CancellationToken));
        File.Delete(message);
    }

    [Theory]
    [InlineData("grpc-port", "gRPC")]
    [InlineData("http-port", "REST")]
    [InlineData("management-port", "Management")]
    public async Task A_port_in_use_is_told_in_one_line_and_ends_it_with_1(string setting, string what)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var program = ServerProgram.Start($"--repository={TestFiles.Samples}", $"--{setting}={port}", "--log-level=Warning");

        Assert.Equal(1, await program.WaitForExitAsync());

        var record = Assert.Single(program.RestOfLog());
        var variable = "INFERENCE_" + setting.ToUpperInvariant().Replace('-', '_');
        Assert.Equal(
            $"The server cannot start: {what} cannot listen on 127.0.0.1:{port}: the port is in use. Stop what uses it, or choose another with --{setting} (or {variable}).",
            record.GetProperty("message").GetString());
        Assert.Empty(program.StandardError);
    }

    [Fact]
    public async Task A_single_model_that_does_not_load_ends_it_with_1_and_the_kubelet_is_told_why()
    {
        var message = Path.GetTempFileName();
        var model = Path.Combine(TestFiles.Broken, "unsupported_op", "1", "model.onnx");
        await using var program = ServerProgram.Start($"--model-path={model}", $"--termination-message-path={message}");

        Assert.Equal(1, await program.WaitForExitAsync());

        Assert.Contains("made.up:Nope", await File.ReadAllTextAsync(message, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(program.RestOfLog(), r => r.GetProperty("event").GetString() == "StartFailed");
        File.Delete(message);
    }

    [Fact]
    public async Task A_single_model_with_another_checksum_is_refused()
    {
        var model = Path.Combine(TestFiles.Samples, "digits", "1", "model.onnx");
        await using var program = ServerProgram.Start($"--model-path={model}", $"--model-sha256={new string('0', 64)}");

        Assert.Equal(1, await program.WaitForExitAsync());

        var failure = await program.WaitForAsync("StartFailed");
        Assert.Contains("SHA-256", failure.GetProperty("message").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_single_model_is_served_under_its_name()
    {
        var model = Path.Combine(TestFiles.Samples, "digits", "1", "model.onnx");
        await using var program = await ServerProgram.StartReadyAsync($"--model-path={model}", "--model-name=mine", "--model-version=7");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{program.ManagementPort}") };

        Assert.Contains("model=\"mine\",version=\"7\"", await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_logged_where_that_is_asked_for()
    {
        await using var program = await ServerProgram.StartReadyAsync($"--repository={TestFiles.Samples}", "--log-requests");
        using var client = new GrpcChannel(new Uri($"http://127.0.0.1:{program.GrpcPort}"));
        await client.UnaryAsync(
            "model.ModelInference/Predict",
            ProtobufCodec.For<PredictRequest>(),
            ProtobufCodec.For<PredictResponse>(),
            new PredictRequest { ModelId = "example_model", Inputs = { 1 } });

        var values = (await program.WaitForAsync("Request")).GetProperty("values");

        Assert.Equal("simple", values.GetProperty("Api").GetString());
        Assert.Equal("example_model/1", values.GetProperty("Model").GetString());
        Assert.Equal("OK", values.GetProperty("Status").GetString());
        Assert.InRange(double.Parse(values.GetProperty("Milliseconds").GetString()!, CultureInfo.InvariantCulture), 0, 60_000);
    }

    [Fact]
    public async Task It_is_ready_soon_after_its_start()
    {
        await using var program = ServerProgram.Start($"--repository={TestFiles.Samples}");

        var ready = await program.WaitForAsync("ServerReady");

        // The target is half a second, measured by the benchmarks on a quiet machine; this one may be a busy one.
        var took = int.Parse(ready.GetProperty("values").GetProperty("Milliseconds").GetString()!, CultureInfo.InvariantCulture);
        Assert.InRange(took, 1, 10_000);
    }
}
