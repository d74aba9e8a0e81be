using Google.Protobuf.Reflection;
using Inference;
using InferencePlatform.Grpc.Health;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Reflection;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Service.Grpc;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Scheduling;
using Model;

namespace InferencePlatform.Service.Hosting;

/// <summary>Everything that the gRPC port answers.</summary>
internal static class GrpcMethods
{
    public static ServerMethods Create(
        ModelCatalog catalog, ModelRepository repository, InferenceScheduler scheduler, MessageBufferPool buffers, HealthStatusStore health)
    {
        var methods = new ServerMethods();
        new PredictService(catalog, scheduler, buffers).AddTo(methods);
        new InferService(catalog, scheduler, buffers).AddTo(methods);
        new RepositoryService(repository).AddTo(methods);
        HealthService.AddTo(methods, health);
        ReflectionService.AddTo(methods, Files);
        return methods;
    }

    private static IEnumerable<FileDescriptor> Files() =>
        [ModelReflection.Descriptor, ModelStreamReflection.Descriptor, InferenceReflection.Descriptor];
}
