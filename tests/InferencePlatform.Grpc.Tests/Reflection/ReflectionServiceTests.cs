using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using InferencePlatform.Grpc.Health;
using InferencePlatform.Grpc.Reflection;
using InferencePlatform.Grpc.Reflection.V1;
using InferencePlatform.Grpc.Tests.Infrastructure;

namespace InferencePlatform.Grpc.Tests.Reflection;

public sealed class ReflectionServiceTests
{
    private const string V1 = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private const string V1Alpha = "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

    [Theory]
    [InlineData(V1)]
    [InlineData(V1Alpha)]
    public async Task Every_service_is_listed_health_and_reflection_too(string version)
    {
        await using var server = await StartAsync();
        var answer = await AskAsync(server, new ServerReflectionRequest { Host = "here", ListServices = "" }, version);
        Assert.Equal(
            ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "test.Service"],
            answer.ListServicesResponse.Service.Select(s => s.Name));
        Assert.Equal("here", answer.ValidHost);
        Assert.Equal("here", answer.OriginalRequest.Host);
    }

    [Theory]
    [InlineData("grpc.health.v1.Health", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.Health.Watch", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckRequest", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckRequest.service", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.SERVING", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthListResponse.StatusesEntry", "grpc/health/v1/health.proto")]
    [InlineData("grpc.reflection.v1.ServerReflection", "grpc/reflection/v1/reflection.proto")]
    [InlineData("grpc.reflection.v1alpha.ServerReflectionRequest.message_request", "grpc/reflection/v1alpha/reflection.proto")]
    [InlineData("google.rpc.Status", "google/rpc/status.proto")]
    [InlineData("google.protobuf.Any", "google/protobuf/any.proto")]
    [InlineData("google.protobuf.FieldDescriptorProto.Type", "google/protobuf/descriptor.proto")]
    public async Task A_symbol_of_any_kind_leads_to_its_file(string symbol, string file)
    {
        await using var server = await StartAsync();
        var answer = await AskAsync(server, new ServerReflectionRequest { FileContainingSymbol = symbol });
        Assert.Equal(file, Files(answer)[0].Name);
    }

    [Fact]
    public async Task A_file_comes_with_all_that_it_imports()
    {
        await using var server = await StartAsync();
        var answer = await AskAsync(server, new ServerReflectionRequest { FileByFilename = "google/rpc/status.proto" });
        Assert.Equal(["google/rpc/status.proto", "google/protobuf/any.proto"], Files(answer).Select(f => f.Name));
        var last = await AskAsync(server, new ServerReflectionRequest { FileByFilename = "google/protobuf/api.proto" });
        Assert.Equal(
            ["google/protobuf/api.proto", "google/protobuf/source_context.proto", "google/protobuf/type.proto", "google/protobuf/any.proto"],
            Files(last).Select(f => f.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no.Such")]
    [InlineData("grpc.health.v1")]
    public async Task What_is_not_there_is_NOT_FOUND_within_the_answer(string name)
    {
        await using var server = await StartAsync();
        foreach (var request in (ServerReflectionRequest[])
        [
            new() { FileContainingSymbol = name },
            new() { FileByFilename = name },
            new() { AllExtensionNumbersOfType = name },
            new() { FileContainingExtension = new ExtensionRequest { ContainingType = name, ExtensionNumber = 1 } },
        ])
        {
            Assert.Equal((int)StatusCode.NotFound, (await AskAsync(server, request)).ErrorResponse.ErrorCode);
        }
    }

    [Fact]
    public async Task A_message_without_extensions_has_an_empty_list_of_them()
    {
        await using var server = await StartAsync();
        var answer = await AskAsync(server, new ServerReflectionRequest { AllExtensionNumbersOfType = "google.rpc.Status" });
        Assert.Equal("google.rpc.Status", answer.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Empty(answer.AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public async Task A_request_for_nothing_is_INVALID_ARGUMENT_and_the_call_goes_on()
    {
        await using var server = await StartAsync();
        await using var call = server.Client.Open(V1);
        await call.SendAsync(new ServerReflectionRequest { Host = "h" });
        Assert.Equal((int)StatusCode.InvalidArgument, (await call.ReceiveAsync<ServerReflectionResponse>()).ErrorResponse.ErrorCode);
        await call.SendAsync(new ServerReflectionRequest { ListServices = "*" });
        Assert.Equal(4, (await call.ReceiveAsync<ServerReflectionResponse>()).ListServicesResponse.Service.Count);
        call.CompleteRequest();
        Assert.Equal(StatusCode.OK, (await call.EndAsync()).Status);
    }

    [Fact]
    public async Task Extensions_are_found_by_their_message_and_number()
    {
        await using var server = await StartAsync(Extending());
        const string Options = "google.protobuf.MessageOptions";
        var numbers = await AskAsync(server, new ServerReflectionRequest { AllExtensionNumbersOfType = Options });
        Assert.Equal([50_001, 50_002], numbers.AllExtensionNumbersResponse.ExtensionNumber);
        var file = await AskAsync(server, new ServerReflectionRequest { FileContainingExtension = new ExtensionRequest { ContainingType = Options, ExtensionNumber = 50_002 } });
        Assert.Equal("extending.proto", Files(file)[0].Name);
        var symbol = await AskAsync(server, new ServerReflectionRequest { FileContainingSymbol = "test.Holder.second" });
        Assert.Equal("extending.proto", Files(symbol)[0].Name);
    }

    [Fact]
    public async Task Descriptors_are_made_at_the_first_call_only()
    {
        var made = 0;
        await using var server = await TestServer.StartAsync(m => ReflectionService.AddTo(m.AddEcho(), () =>
        {
            made++;
            return [StatusReflection()];
        }));
        Assert.Equal("x", (await server.Client.CallAsync(Methods.Echo, Frames.OfText("x"))).Text);
        Assert.Equal(0, made);
        await AskAsync(server, new ServerReflectionRequest { ListServices = "" });
        await AskAsync(server, new ServerReflectionRequest { ListServices = "" });
        Assert.Equal(1, made);
    }

    private static FileDescriptor StatusReflection() => Rpc.Status.Descriptor.File;

    private static FileDescriptor Extending()
    {
        static FieldDescriptorProto Field(string name, int number) => new()
        {
            Name = name,
            Number = number,
            Extendee = ".google.protobuf.MessageOptions",
            Type = FieldDescriptorProto.Types.Type.String,
            Label = FieldDescriptorProto.Types.Label.Optional,
        };
        var file = new FileDescriptorProto
        {
            Name = "extending.proto",
            Package = "test",
            Dependency = { "google/protobuf/descriptor.proto" },
            Extension = { Field("first", 50_001) },
            MessageType = { new DescriptorProto { Name = "Holder", Extension = { Field("second", 50_002) } } },
        };
        var descriptor = FileDescriptorProto.Descriptor.File;
        return FileDescriptor.BuildFromByteStrings([descriptor.SerializedData, file.ToByteString()])[1];
    }

    private static Task<TestServer> StartAsync(params FileDescriptor[] more) =>
        TestServer.StartAsync(m => ReflectionService.AddTo(
            HealthService.AddTo(m.AddEcho(), new HealthStatusStore()),
            () => [StatusReflection(), Api.Descriptor.File, FileDescriptorProto.Descriptor.File, .. more]));

    private static async Task<ServerReflectionResponse> AskAsync(TestServer server, ServerReflectionRequest request, string version = V1)
    {
        var answer = await server.Client.CallAsync<ServerReflectionResponse>(version, request);
        Assert.Equal(request, answer.OriginalRequest);
        return answer;
    }

    private static FileDescriptorProto[] Files(ServerReflectionResponse answer)
    {
        Assert.Null(answer.ErrorResponse);
        return [.. answer.FileDescriptorResponse.FileDescriptorProto.Select(f => FileDescriptorProto.Parser.ParseFrom(f))];
    }
}
