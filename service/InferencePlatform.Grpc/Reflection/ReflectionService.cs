using Google.Protobuf.Reflection;
using InferencePlatform.Grpc.Health.V1;
using InferencePlatform.Grpc.Server;

namespace InferencePlatform.Grpc.Reflection;

/// <summary>Answers <c>grpc.reflection</c>, v1 and v1alpha: what services there are and what their messages look like.</summary>
public static class ReflectionService
{
    /// <summary>Adds both versions.</summary>
    /// <param name="methods">Where to add them; its services are those listed, with what is added later.</param>
    /// <param name="files">
    /// Gives the files of the server's own services, at the first call; those of health and reflection are known, and
    /// what files import need not be given.
    /// </param>
    public static ServerMethods AddTo(ServerMethods methods, Func<IEnumerable<FileDescriptor>> files)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(files);
        var answers = new Lazy<ReflectionAnswers>(() => new ReflectionAnswers(
            methods.Services,
            new DescriptorIndex([.. files(), HealthReflection.Descriptor, V1.ReflectionReflection.Descriptor, V1Alpha.ReflectionReflection.Descriptor])));

        // The messages of the two versions are the same on the wire, so one codec serves both.
        var requests = ProtobufCodec.For<V1.ServerReflectionRequest>();
        var responses = ProtobufCodec.For<V1.ServerReflectionResponse>();
        foreach (var version in (string[])["v1", "v1alpha"])
        {
            methods.AddDuplexStreaming(
                $"grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
                requests,
                responses,
                (asked, _) => asked.Select(request => answers.Value.To(request)));
        }

        return methods;
    }
}
