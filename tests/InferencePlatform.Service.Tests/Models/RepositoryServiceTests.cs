using System.Net;
using Google.Protobuf;
using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Grpc;
using InferencePlatform.Service.Models;
using InferencePlatform.Testing;

namespace InferencePlatform.Service.Tests.Models;

/// <summary>The repository extension over gRPC.</summary>
public sealed class RepositoryServiceTests : RepositoryTest
{
    [Fact]
    public async Task The_index_has_every_version_with_its_state_and_reason()
    {
        Folder.Put("identity_fp32", "good", 1);
        Folder.Put("identity_fp32", "good", 2);
        Folder.Put("corrupt", "bad");
        await Repository.LoadAllAsync(Stop);
        var all = await CallAsync<RepositoryIndexRequest, RepositoryIndexResponse>("RepositoryIndex", new());
        Assert.Equal(["bad 1 UNAVAILABLE", "good 1 UNAVAILABLE", "good 2 READY"], all.Models.Select(m => $"{m.Name} {m.Version} {m.State}"));
        Assert.Contains("Protobuf parsing failed", all.Models[0].Reason, StringComparison.Ordinal);

        var ready = await CallAsync<RepositoryIndexRequest, RepositoryIndexResponse>("RepositoryIndex", new() { Ready = true });
        Assert.Equal("good 2", string.Join(", ", ready.Models.Select(m => $"{m.Name} {m.Version}")));
    }

    [Fact]
    public async Task A_model_is_loaded_when_the_call_returns_and_unloaded_by_another()
    {
        Folder.Put("identity_fp32", "m");
        await CallAsync<RepositoryModelLoadRequest, RepositoryModelLoadResponse>("RepositoryModelLoad", new() { ModelName = "m" });
        Assert.Equal(1, Answering("m"));

        var unload = new RepositoryModelUnloadRequest { ModelName = "m", Parameters = { ["unload_dependents"] = new() { BoolParam = true } } };
        await CallAsync<RepositoryModelUnloadRequest, RepositoryModelUnloadResponse>("RepositoryModelUnload", unload);
        Assert.Null(Catalog.Find("m")!.Latest);
    }

    [Fact]
    public async Task Each_refusal_has_its_status()
    {
        Folder.Put("corrupt", "bad");
        await RefusedAsync(StatusCode.NotFound, new() { ModelName = "nope" }, "these are there: bad");
        await RefusedAsync(StatusCode.FailedPrecondition, new() { ModelName = "bad" }, "Protobuf parsing failed");
        await RefusedAsync(StatusCode.InvalidArgument, new() { ModelName = "bad", RepositoryName = "other" }, "leave 'repository_name' empty");
        await RefusedAsync(StatusCode.InvalidArgument, new() { ModelName = "bad", Parameters = { ["config"] = new() { StringParam = "{}" } } }, "'config' came");
    }

    [Fact]
    public async Task Changes_are_refused_unless_the_server_allows_them()
    {
        Open(new ModelRepositoryOptions { Folder = Folder.Path });
        await RefusedAsync(StatusCode.FailedPrecondition, new() { ModelName = "m" }, "--allow-repository-changes");
    }

    private async Task RefusedAsync(StatusCode code, RepositoryModelLoadRequest request, string words)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => CallAsync<RepositoryModelLoadRequest, RepositoryModelLoadResponse>("RepositoryModelLoad", request));
        Assert.Equal(code, refused.Status.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private async Task<TResponse> CallAsync<TRequest, TResponse>(string method, TRequest request)
        where TRequest : IMessage<TRequest>, new()
        where TResponse : IMessage<TResponse>, new()
    {
        using var errors = new ErrorCollectingLoggerProvider();
        using var loggers = errors.CreateFactory();
        var methods = new ServerMethods();
        new RepositoryService(Repository).AddTo(methods);
        await using var server = new GrpcServer(methods, new GrpcServerOptions { Endpoints = { new IPEndPoint(IPAddress.Loopback, 0) } }, loggers);
        await server.StartAsync(Stop);
        using var channel = new GrpcChannel(new Uri($"http://{server.Endpoints[0]}"));
        var response = await channel.UnaryAsync($"inference.GRPCInferenceService/{method}", ProtobufCodec.For<TRequest>(), ProtobufCodec.For<TResponse>(), request);
        errors.AssertNone();
        return response;
    }
}
