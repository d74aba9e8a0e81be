using Inference;
using InferencePlatform.Grpc;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Health;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;
using static Inference.ModelMetadataResponse.Types;

namespace InferencePlatform.Service.Grpc;

/// <summary>What inference.GRPCInferenceService tells of the server and its models: liveness, readiness, metadata.</summary>
internal sealed class MetadataService(ModelCatalog catalog, Readiness readiness, string serverName, string serverVersion)
{
    private const string Service = "inference.GRPCInferenceService/";

    /// <summary>Trailer of ModelReady that says why a model is not ready: UTF-8 text.</summary>
    private const string ReasonTrailer = "model-not-ready-reason-bin";

    public void AddTo(ServerMethods methods)
    {
        Add<ServerLiveRequest, ServerLiveResponse>(methods, "ServerLive", (_, _) => new ServerLiveResponse { Live = true });
        Add<ServerReadyRequest, ServerReadyResponse>(methods, "ServerReady", (_, _) => new ServerReadyResponse { Ready = readiness.IsReady });
        Add<ModelReadyRequest, ModelReadyResponse>(methods, "ModelReady", ModelReady);
        Add<ServerMetadataRequest, ServerMetadataResponse>(methods, "ServerMetadata", (_, _) => ServerMetadata());
        Add<ModelMetadataRequest, ModelMetadataResponse>(methods, "ModelMetadata", (request, _) => ModelMetadata(request));
    }

    private static void Add<TRequest, TResponse>(ServerMethods methods, string name, Func<TRequest, ServerCall, TResponse> answer)
        where TRequest : Google.Protobuf.IMessage<TRequest>, new()
        where TResponse : Google.Protobuf.IMessage<TResponse>, new() =>
        methods.AddUnary(Service + name, ProtobufCodec.For<TRequest>(), ProtobufCodec.For<TResponse>(), (request, call) =>
        {
            try
            {
                return ValueTask.FromResult(answer(request, call));
            }
            catch (InferenceException e)
            {
                throw GrpcErrors.ToRpcException(e);
            }
        });

    private ModelReadyResponse ModelReady(ModelReadyRequest request, ServerCall call)
    {
        try
        {
            Lease(request.Name, request.Version).Release();
        }
        catch (InferenceException e) when (e.Error == InferenceError.Unavailable)
        {
            call.ResponseTrailers.Add(ReasonTrailer, System.Text.Encoding.UTF8.GetBytes(e.Message));
            return new ModelReadyResponse { Ready = false };
        }

        return new ModelReadyResponse { Ready = readiness.IsModelReady(request.Name) };
    }

    private ServerMetadataResponse ServerMetadata() =>
        new() { Name = serverName, Version = serverVersion, Extensions = { ServerIdentity.Extensions } };

    private ModelMetadataResponse ModelMetadata(ModelMetadataRequest request)
    {
        var version = Lease(request.Name, request.Version);
        try
        {
            return new ModelMetadataResponse
            {
                Name = version.Name,
                Versions = { (catalog.Find(version.Name)?.Ready ?? [version]).Reverse().Select(v => v.VersionText) },
                Platform = ServerIdentity.Platform,
                Inputs = { version.Signature.Inputs.Select(ToMetadata) },
                Outputs = { version.Signature.Outputs.Select(ToMetadata) },
            };
        }
        finally
        {
            version.Release();
        }
    }

    private ModelVersion Lease(string name, string version) =>
        catalog.Lease(System.Text.Encoding.UTF8.GetBytes(name), System.Text.Encoding.UTF8.GetBytes(version));

    private static TensorMetadata ToMetadata(TensorSpec spec) =>
        new() { Name = spec.Name, Datatype = spec.DataType.Name(), Shape = { spec.Shape } };
}
