using InferencePlatform.Service.Tests.Hosting;
using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Simple;

/// <summary><c>inference-server predict</c>, as a pod runs it to see that a model answers.</summary>
public sealed class PredictProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string ExampleModel = Path.Combine(TestFiles.Samples, "example_model", "1", "model.onnx");

    [Fact]
    public async Task The_answer_of_a_model_is_printed()
    {
        await using var server = await ServerProgram.StartReadyAsync($"--model-path={ExampleModel}", "--model-name=example_model");
        var (code, output, _) = await RunAsync($"127.0.0.1:{server.GrpcPort}", "example_model", "1", "-2.5", "1e1");
        Assert.Equal((0, "2 -5 20"), (code, output));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_named_and_ends_it_with_1()
    {
        await using var server = await ServerProgram.StartReadyAsync($"--model-path={ExampleModel}", "--model-name=example_model");
        var (code, _, errors) = await RunAsync("--timeout", "1s", $"127.0.0.1:{server.GrpcPort}", "other", "1");
        Assert.Equal(1, code);
        Assert.Contains("NotFound", errors, StringComparison.Ordinal);
        Assert.Contains("other", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_waits_for_a_server_that_is_not_up_yet()
    {
        // Taken and given back, so that nobody listens there until the server does.
        using var place = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        place.Start();
        var port = ((System.Net.IPEndPoint)place.LocalEndpoint).Port;
        place.Stop();

        var calling = RunAsync("--timeout", "1m", $"127.0.0.1:{port}", "example_model", "1");
        await using var server = await ServerProgram.StartReadyAsync($"--grpc-port={port}", $"--model-path={ExampleModel}", "--model-name=example_model");
        var (code, output, _) = await calling;
        Assert.Equal((0, "2"), (code, output));
    }

    [Theory]
    [InlineData("the address or the model is missing", "localhost:50051")]
    [InlineData("'http://localhost' is no address", "http://localhost", "m", "1")]
    [InlineData("'one' is no number", "localhost:50051", "m", "one")]
    [InlineData("--timeout is 'soon'", "--timeout", "soon", "localhost:50051", "m", "1")]
    public async Task Wrong_arguments_are_named_and_end_it_with_2(string problem, params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Contains(problem, errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var program = new ToolProcess(Path.Combine(AppContext.BaseDirectory, "inference-server"), ["predict", .. arguments]);
        var code = await program.EndAsync(Patience);
        return (code, string.Join('\n', program.Output), program.Errors);
    }
}
