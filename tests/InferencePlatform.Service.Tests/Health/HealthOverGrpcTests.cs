using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Health.V1;
using static InferencePlatform.Grpc.Health.V1.HealthCheckResponse.Types;

namespace InferencePlatform.Service.Tests.Health;

public sealed class HealthOverGrpcTests
{
    [Theory]
    [InlineData("")]
    [InlineData("model.ModelInference")]
    [InlineData("model.ModelInferenceStream")]
    [InlineData("inference.GRPCInferenceService")]
    [InlineData("digits")]
    public async Task The_server_its_services_and_its_models_serve(string service)
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        using var client = server.Connect();

        Assert.Equal(ServingStatus.Serving, await CheckAsync(client, service));
    }

    [Fact]
    public async Task A_model_that_failed_does_not_serve_while_the_server_does()
    {
        var repository = Directory.CreateTempSubdirectory();
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(repository.FullName, "good"), Path.Combine(TestFiles.Models, "identity_fp32"));
            Directory.CreateSymbolicLink(Path.Combine(repository.FullName, "bad"), Path.Combine(TestFiles.Broken, "corrupt"));
            await using var server = await TestServer.StartAsync(repository.FullName);
            using var client = server.Connect();

            Assert.Equal(ServingStatus.Serving, await CheckAsync(client, ""));
            Assert.Equal(ServingStatus.Serving, await CheckAsync(client, "good"));
            Assert.Equal(ServingStatus.NotServing, await CheckAsync(client, "bad"));
            server.Errors.Take();
        }
        finally
        {
            repository.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_not_known()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        using var client = server.Connect();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(client, "nothing"));

        Assert.Equal(StatusCode.NotFound, refusal.Status.Code);
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_serves_no_more_at_once()
    {
        await using var server = await TestServer.StartAsync(TestFiles.Samples);
        using var client = server.Connect();

        server.Server.Readiness.BeginDraining();

        Assert.Equal(ServingStatus.NotServing, await CheckAsync(client, ""));
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(client, "digits"));
        Assert.False(server.Server.Readiness.IsModelReady("digits"));
        Assert.Equal("The server is stopping.", server.Server.Readiness.Reason);
    }

    private static async Task<ServingStatus> CheckAsync(GrpcChannel client, string service) =>
        (await client.UnaryAsync(
            "grpc.health.v1.Health/Check",
            ProtobufCodec.For<HealthCheckRequest>(),
            ProtobufCodec.For<HealthCheckResponse>(),
            new HealthCheckRequest { Service = service })).Status;
}
