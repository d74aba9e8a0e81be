using Google.Protobuf.Reflection;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Health.V1;
using InferencePlatform.Grpc.Reflection.V1;
using InferencePlatform.Service.Tests.Grpc.Rig;
using static InferencePlatform.Grpc.Health.V1.HealthCheckResponse.Types;

namespace InferencePlatform.Service.Tests.Grpc;

/// <summary>What probes and generic tools ask of any gRPC server.</summary>
public sealed class HealthAndReflectionTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    [Theory]
    [InlineData("", ServingStatus.Serving)]
    [InlineData("inference.GRPCInferenceService", ServingStatus.Serving)]
    [InlineData("model.ModelInference", ServingStatus.Serving)]
    [InlineData("dyn_out", ServingStatus.Serving)]
    [InlineData("zipmap", ServingStatus.NotServing)]
    public async Task Health_is_told_of_the_server_its_services_and_each_model(string service, ServingStatus status) =>
        Assert.Equal(status, (await CheckAsync(service)).Status);

    [Fact]
    public Task Health_of_what_is_not_there_is_not_found() => Refused.AssertAsync(CheckAsync("nope"), StatusCode.NotFound, "nope");

    [Fact]
    public async Task Reflection_lists_every_service() => Assert.Equal(
        [
            "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
            "inference.GRPCInferenceService", "model.ModelInference", "model.ModelInferenceStream",
        ],
        (await AskAsync(new ServerReflectionRequest { ListServices = "" })).ListServicesResponse.Service.Select(s => s.Name));

    [Theory]
    [InlineData("model.ModelInference", "model/model.proto", "PredictRequest")]
    [InlineData("model.ModelInference.Predict", "model/model.proto", "PredictRequest")]
    [InlineData("inference.GRPCInferenceService", "inference/inference.proto", "ModelInferRequest")]
    public async Task Reflection_finds_the_file_of_a_service(string symbol, string file, string message)
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        var found = FileDescriptorProto.Parser.ParseFrom(answer.FileDescriptorResponse.FileDescriptorProto[0]);
        Assert.Equal(file, found.Name);
        Assert.Contains(found.MessageType, m => m.Name == message);
    }

    [Fact]
    public async Task Reflection_gives_all_files_that_the_streaming_service_needs()
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileByFilename = "model/model_stream.proto" });

        var files = FileDescriptor.BuildFromByteStrings(answer.FileDescriptorResponse.FileDescriptorProto.Reverse());
        Assert.Equal(["model/model.proto", "model/model_stream.proto"], files.Select(f => f.Name));
        Assert.Equal(3, files[^1].Services.Single().Methods.Count);
    }

    private Task<HealthCheckResponse> CheckAsync(string service) =>
        models.Client.CallAsync<HealthCheckRequest, HealthCheckResponse>("grpc.health.v1.Health/Check", new() { Service = service });

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        using var call = models.Client.Channel.DuplexStreaming(
            "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
            ProtobufCodec.For<ServerReflectionRequest>(),
            ProtobufCodec.For<ServerReflectionResponse>(),
            InferenceClient.Patient);
        await call.Requests.WriteAsync(request);
        call.Requests.Complete();
        var answers = new List<ServerReflectionResponse>();
        await foreach (var answer in call.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            answers.Add(answer);
        }

        return Assert.Single(answers);
    }
}
