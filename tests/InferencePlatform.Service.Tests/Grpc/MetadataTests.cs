using System.Text;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Service.Tests.Grpc.Rig;

namespace InferencePlatform.Service.Tests.Grpc;

/// <summary>What the server tells of itself and its models.</summary>
public sealed class MetadataTests(FixtureModels models) : IClassFixture<FixtureModels>
{
    private const string Service = "inference.GRPCInferenceService/";

    [Fact]
    public async Task A_server_with_models_is_live_and_ready()
    {
        Assert.True((await models.Client.CallAsync<ServerLiveRequest, ServerLiveResponse>(Service + "ServerLive", new())).Live);
        Assert.True((await models.Client.CallAsync<ServerReadyRequest, ServerReadyResponse>(Service + "ServerReady", new())).Ready);
    }

    [Fact]
    public async Task The_server_says_who_it_is()
    {
        var server = await models.Client.CallAsync<ServerMetadataRequest, ServerMetadataResponse>(Service + "ServerMetadata", new());

        Assert.NotEmpty(server.Name);
        Assert.Matches(@"^\d+\.\d+\.\d+", server.Version);
        Assert.Contains("model_repository", server.Extensions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    public async Task A_model_that_serves_is_ready(string version) => Assert.True((await ReadyAsync("dyn_out", version)).Message.Ready);

    [Fact]
    public async Task A_model_that_failed_to_load_is_not_ready_and_the_reason_is_told()
    {
        var answer = await ReadyAsync("zipmap", "");

        Assert.False(answer.Message.Ready);
        Assert.Contains("zipmap=False", Encoding.UTF8.GetString(answer.Trailers.GetBytes("model-not-ready-reason-bin")!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope", "", "'nope'")]
    [InlineData("dyn_out", "7", "'7'")]
    public Task A_model_or_version_that_is_not_there_is_not_found(string model, string version, string named) =>
        Refused.AssertAsync(ReadyAsync(model, version), StatusCode.NotFound, named, model);

    [Fact]
    public async Task The_index_lists_every_model_with_its_state_and_the_reason_of_each_failure()
    {
        var index = await models.Client.CallAsync<RepositoryIndexRequest, RepositoryIndexResponse>(Service + "RepositoryIndex", new());

        Assert.Equal(Directory.GetDirectories(TestFiles.Models).Select(Path.GetFileName).Order(StringComparer.Ordinal), index.Models.Select(m => m.Name));
        Assert.Equal(["optional_out", "sequence_out", "zipmap"], index.Models.Where(m => m.State != "READY").Select(m => m.Name));
        Assert.All(index.Models, m => Assert.Equal(m.State == "READY", m.Reason.Length == 0));
        Assert.All(index.Models, m => Assert.Equal("1", m.Version));
    }

    [Fact]
    public async Task The_index_may_be_of_ready_models_only()
    {
        var index = await models.Client.CallAsync<RepositoryIndexRequest, RepositoryIndexResponse>(
            Service + "RepositoryIndex", new() { Ready = true });

        Assert.All(index.Models, m => Assert.Equal("READY", m.State));
        Assert.DoesNotContain(index.Models, m => m.Name == "zipmap");
    }

    private Task<InferencePlatform.Grpc.Client.UnaryResponse<ModelReadyResponse>> ReadyAsync(string model, string version) =>
        models.Client.Channel.UnaryWithMetadataAsync(
            Service + "ModelReady",
            ProtobufCodec.For<ModelReadyRequest>(),
            ProtobufCodec.For<ModelReadyResponse>(),
            new ModelReadyRequest { Name = model, Version = version },
            InferenceClient.Patient);
}
