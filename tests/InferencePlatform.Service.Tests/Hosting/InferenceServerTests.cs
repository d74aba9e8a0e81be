using System.Net;
using InferencePlatform.Grpc;
using Model;

namespace InferencePlatform.Service.Tests.Hosting;

public sealed class InferenceServerTests
{
    [Fact]
    public async Task A_server_over_the_samples_answers_a_simple_prediction()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        using var client = server.Connect();

        var answer = await client.UnaryAsync(
            "model.ModelInference/Predict",
            ProtobufCodec.For<PredictRequest>(),
            ProtobufCodec.For<PredictResponse>(),
            new PredictRequest { ModelId = "example_model", Inputs = { 1, 2, 3 } });

        Assert.Equal([2, 4, 6], answer.Outputs);
    }

    [Fact]
    public async Task The_REST_port_answers_with_the_same_readiness()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        using var http = new HttpClient { BaseAddress = server.HttpAddress };

        using var ready = await http.GetAsync("/v2/health/ready", TestContext.Current.CancellationToken);
        server.Server.Readiness.BeginDraining();
        using var draining = await http.GetAsync("/v2/health/ready", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, draining.StatusCode);
    }

    [Fact]
    public async Task A_server_started_and_stopped_again_and_again_leaves_its_ports()
    {
        var first = await TestServer.StartAsync(TestFiles.Samples);
        var ports = (first.Server.GrpcPort, first.Server.HttpPort, first.Server.ManagementPort);
        await first.DisposeAsync();

        await using var second = await TestServer.StartAsync(
            TestFiles.Samples, o => o with { GrpcPort = ports.GrpcPort, HttpPort = ports.HttpPort, ManagementPort = ports.ManagementPort });

        Assert.Equal(ports, (second.Server.GrpcPort, second.Server.HttpPort, second.Server.ManagementPort));
    }
}
