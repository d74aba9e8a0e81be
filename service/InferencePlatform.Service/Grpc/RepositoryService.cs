using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;

namespace InferencePlatform.Service.Grpc;

/// <summary>The repository extension of the Open Inference Protocol: what models there are, and loading and unloading them.</summary>
internal sealed class RepositoryService(ModelRepository repository)
{
    private const string UnloadDependents = "unload_dependents";

    public void AddTo(ServerMethods methods) => methods
        .AddUnary(
            "inference.GRPCInferenceService/RepositoryIndex",
            ProtobufCodec.For<RepositoryIndexRequest>(),
            ProtobufCodec.For<RepositoryIndexResponse>(),
            (request, _) => ValueTask.FromResult(Index(request)))
        .AddUnary(
            "inference.GRPCInferenceService/RepositoryModelLoad",
            ProtobufCodec.For<RepositoryModelLoadRequest>(),
            ProtobufCodec.For<RepositoryModelLoadResponse>(),
            LoadAsync)
        .AddUnary(
            "inference.GRPCInferenceService/RepositoryModelUnload",
            ProtobufCodec.For<RepositoryModelUnloadRequest>(),
            ProtobufCodec.For<RepositoryModelUnloadResponse>(),
            UnloadAsync);

    private RepositoryIndexResponse Index(RepositoryIndexRequest request)
    {
        CheckRepository(request.RepositoryName);
        var response = new RepositoryIndexResponse();
        foreach (var status in repository.Index(request.Ready))
        {
            response.Models.Add(new RepositoryIndexResponse.Types.ModelIndex
            {
                Name = status.Name,
                Version = status.Version == 0 ? "" : status.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
                State = RepositoryState.Name(status.State),
                Reason = status.Reason,
            });
        }

        return response;
    }

    private async ValueTask<RepositoryModelLoadResponse> LoadAsync(RepositoryModelLoadRequest request, ServerCall call)
    {
        CheckRepository(request.RepositoryName);
        CheckParameters(request.Parameters.Keys, "loads models as they lie in its repository and takes no parameters");
        await Translate(repository.LoadAsync(request.ModelName, call.CancellationToken));
        return new RepositoryModelLoadResponse();
    }

    private async ValueTask<RepositoryModelUnloadResponse> UnloadAsync(RepositoryModelUnloadRequest request, ServerCall call)
    {
        CheckRepository(request.RepositoryName);

        // No model here depends on another, so whether those are unloaded as well makes no difference.
        CheckParameters(request.Parameters.Keys.Where(k => k != UnloadDependents), $"takes no parameter but '{UnloadDependents}' to unload a model");
        await Translate(repository.UnloadAsync(request.ModelName, call.CancellationToken));
        return new RepositoryModelUnloadResponse();
    }

    private static async Task Translate(Task work)
    {
        try
        {
            await work;
        }
        catch (InferenceException e)
        {
            throw GrpcErrors.ToRpcException(e);
        }
    }

    private static void CheckRepository(string name)
    {
        if (name.Length > 0)
        {
            throw Invalid($"There is no repository '{name}'; this server has one, without a name: leave 'repository_name' empty.");
        }
    }

    private static void CheckParameters(IEnumerable<string> refused, string why)
    {
        var names = string.Join(", ", refused.Select(k => $"'{k}'"));
        if (names.Length > 0)
        {
            throw Invalid($"This server {why}; {names} came.");
        }
    }

    private static RpcException Invalid(string message) => new(new Status(StatusCode.InvalidArgument, message));
}
