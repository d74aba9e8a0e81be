using Google.Protobuf.Reflection;
using Inference;
using InferencePlatform.Grpc.Health;
using InferencePlatform.Grpc.Reflection;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Grpc;
using InferencePlatform.Service.Health;
using InferencePlatform.Service.Models;
using Model;

namespace InferencePlatform.Service.Hosting;

/// <summary>Everything that the gRPC port answers.</summary>
internal static class GrpcMethods
{
    public static ServerMethods Create(
        InferenceServices services, ModelRepository repository, Readiness readiness, HealthStatusStore health)
    {
        var methods = new ServerMethods();
        new PredictService(services).AddTo(methods);
        new InferService(services).AddTo(methods);
        new MetadataService(services.Catalog, readiness, ServerVersion.Name, ServerVersion.Number).AddTo(methods);
        new RepositoryService(repository).AddTo(methods);
        HealthService.AddTo(methods, health);
        ReflectionService.AddTo(methods, Files);
        return methods;
    }

    private static IEnumerable<FileDescriptor> Files() =>
        [ModelReflection.Descriptor, ModelStreamReflection.Descriptor, InferenceReflection.Descriptor];
}
