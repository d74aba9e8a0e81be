using System.Net;
using System.Runtime.InteropServices;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Health.V1;
using Model;
using static InferencePlatform.Grpc.Health.V1.HealthCheckResponse.Types;

namespace InferencePlatform.Service.Tests.Hosting;

/// <summary>How the process ends.</summary>
public sealed class ServerStopTests
{
    private static readonly string Models = $"--repository={TestFiles.Models}";

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task Told_to_stop_it_is_not_ready_at_once_and_serves_on_for_the_drain_delay(PosixSignal signal)
    {
        await using var program = await ServerProgram.StartReadyAsync(Models, "--drain-delay=10m");
        using var client = new GrpcChannel(new Uri($"http://127.0.0.1:{program.GrpcPort}"));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{program.ManagementPort}") };
        using var call = Watch(client);
        await using var watch = call.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(ServingStatus.Serving, watch.Current.Status);

        program.Signal(signal);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(ServingStatus.NotServing, watch.Current.Status);
        using var readiness = await http.GetAsync("/readyz", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, readiness.StatusCode);
        Assert.Equal("The server is stopping.\n", await readiness.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        using var model = await http.GetAsync($"http://127.0.0.1:{program.HttpPort}/v2/models/identity_fp64/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, model.StatusCode);

        // Load balancers that have not noticed yet still get their answers, on new connections too.
        Assert.Equal([2], (await PredictAsync(client, 2)).Outputs);
        using var late = new GrpcChannel(client.Address);
        Assert.Equal([2], (await PredictAsync(late, 2)).Outputs);
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task After_the_drain_delay_it_finishes_what_is_in_flight_and_ends_well(PosixSignal signal)
    {
        await using var program = await ServerProgram.StartReadyAsync(Models, "--drain-delay=500ms", "--request-timeout=10m");
        using var client = new GrpcChannel(new Uri($"http://127.0.0.1:{program.GrpcPort}"));
        var slow = InferSlowlyAsync(client, iterations: 20_000);
        using var call = Watch(client);
        await using var watch = call.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await watch.MoveNextAsync());

        program.Signal(signal);

        // GOAWAY: what would never end by itself ends, what will end is waited for.
        Assert.True(await watch.MoveNextAsync());
        var going = await Assert.ThrowsAsync<RpcException>(async () => await watch.MoveNextAsync());
        Assert.Equal(StatusCode.Unavailable, going.Status.Code);
        Assert.False(slow.IsCompleted);
        Assert.Equal([3f], (await slow).Outputs[0].Contents.Fp32Contents);
        Assert.Equal(0, await program.WaitForExitAsync());
        var events = program.RestOfLog().Select(r => r.GetProperty("event").GetString()).ToList();
        Assert.Contains("Stopping", events);
        Assert.Contains("Stopped", events);
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM, 143)]
    [InlineData(PosixSignal.SIGINT, 130)]
    public async Task Told_twice_it_ends_at_once(PosixSignal signal, int code)
    {
        await using var program = await ServerProgram.StartReadyAsync(Models, "--drain-delay=10m");
        program.Signal(PosixSignal.SIGTERM);
        await program.WaitForAsync("Stopping");

        program.Signal(signal);

        Assert.Equal(code, await program.WaitForExitAsync());
    }

    [Fact]
    public async Task A_stream_that_goes_on_beyond_the_request_timeout_is_ended()
    {
        await using var program = await ServerProgram.StartReadyAsync(Models, "--drain-delay=0s", "--request-timeout=300ms");
        using var client = new GrpcChannel(new Uri($"http://127.0.0.1:{program.GrpcPort}"));
        using var idle = client.DuplexStreaming(
            "model.ModelInferenceStream/PredictBidiStream", ProtobufCodec.For<PredictRequest>(), ProtobufCodec.For<PredictResponse>());
        await idle.Requests.WriteAsync(new PredictRequest { ModelId = "identity_fp64", Inputs = { 1 } });
        await using var answers = idle.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await answers.MoveNextAsync());

        program.Signal(PosixSignal.SIGTERM);

        await Assert.ThrowsAsync<RpcException>(async () => await answers.MoveNextAsync());
        Assert.Equal(0, await program.WaitForExitAsync());
        Assert.Contains(program.RestOfLog(), r => r.GetProperty("event").GetString() == "CallsAborted");
    }

    [Fact]
    public async Task Told_to_reload_it_serves_a_model_that_came_since()
    {
        var repository = Directory.CreateTempSubdirectory();
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(repository.FullName, "first"), Path.Combine(TestFiles.Models, "identity_fp64"));
            await using var program = await ServerProgram.StartReadyAsync($"--repository={repository.FullName}");
            using var client = new GrpcChannel(new Uri($"http://127.0.0.1:{program.GrpcPort}"));
            Directory.CreateSymbolicLink(Path.Combine(repository.FullName, "dyn_out"), Path.Combine(TestFiles.Models, "dyn_out"));

            program.Signal(PosixSignal.SIGHUP);
            await program.WaitForAsync("Ready");

            Assert.Equal([5], (await PredictAsync(client, 5)).Outputs);
        }
        finally
        {
            repository.Delete(recursive: true);
        }
    }

    /// <summary>dyn_out answers with the positive numbers.</summary>
    private static Task<PredictResponse> PredictAsync(GrpcChannel client, double number) => client.UnaryAsync(
        "model.ModelInference/Predict",
        ProtobufCodec.For<PredictRequest>(),
        ProtobufCodec.For<PredictResponse>(),
        new PredictRequest { ModelId = "dyn_out", Inputs = { number } });

    /// <summary>About 0.14 ms of a core for each iteration, at best.</summary>
    private static Task<ModelInferResponse> InferSlowlyAsync(GrpcChannel client, long iterations)
    {
        var x = new ModelInferRequest.Types.InferInputTensor { Name = "x", Datatype = "FP32", Shape = { 1 }, Contents = new() { Fp32Contents = { 3 } } };
        var n = new ModelInferRequest.Types.InferInputTensor { Name = "iterations", Datatype = "INT64", Shape = { 1 }, Contents = new() { Int64Contents = { iterations } } };
        return client.UnaryAsync(
            "inference.GRPCInferenceService/ModelInfer",
            ProtobufCodec.For<ModelInferRequest>(),
            ProtobufCodec.For<ModelInferResponse>(),
            new ModelInferRequest { ModelName = "slow", Inputs = { x, n } });
    }

    private static ServerStreamingCall<HealthCheckResponse> Watch(GrpcChannel client) => client.ServerStreaming(
        "grpc.health.v1.Health/Watch",
        ProtobufCodec.For<HealthCheckRequest>(),
        ProtobufCodec.For<HealthCheckResponse>(),
        new HealthCheckRequest());
}
