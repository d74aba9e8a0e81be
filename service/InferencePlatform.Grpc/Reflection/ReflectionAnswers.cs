using Google.Protobuf.Reflection;
using InferencePlatform.Grpc.Reflection.V1;
using Asked = InferencePlatform.Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace InferencePlatform.Grpc.Reflection;

/// <summary>Answers single reflection requests. What is not found is an error within an answer; the call goes on.</summary>
internal sealed class ReflectionAnswers(IReadOnlyList<string> services, DescriptorIndex index)
{
    public ServerReflectionResponse To(ServerReflectionRequest request)
    {
        var response = request.MessageRequestCase switch
        {
            Asked.ListServices => Services(),
            Asked.FileByFilename => File(index.FindFile(request.FileByFilename), "file", request.FileByFilename),
            Asked.FileContainingSymbol => File(index.FindSymbol(request.FileContainingSymbol), "symbol", request.FileContainingSymbol),
            Asked.FileContainingExtension => Extension(request.FileContainingExtension),
            Asked.AllExtensionNumbersOfType => Extensions(request.AllExtensionNumbersOfType),
            _ => Error(StatusCode.InvalidArgument, "The request asks for nothing that this server knows."),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private static ServerReflectionResponse File(FileDescriptor? file, string kind, string name)
    {
        if (file is null)
        {
            return Error(StatusCode.NotFound, $"There is no {kind} '{name}' here.");
        }

        var answer = new FileDescriptorResponse();
        answer.FileDescriptorProto.AddRange(DescriptorIndex.WithImports(file).Select(f => f.SerializedData));
        return new ServerReflectionResponse { FileDescriptorResponse = answer };
    }

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };

    private ServerReflectionResponse Services()
    {
        var answer = new ListServiceResponse();
        answer.Service.AddRange(services.Select(name => new ServiceResponse { Name = name }));
        return new ServerReflectionResponse { ListServicesResponse = answer };
    }

    private ServerReflectionResponse Extension(ExtensionRequest request) =>
        File(
            index.FindExtension(request.ContainingType, request.ExtensionNumber),
            "extension",
            $"{request.ContainingType} {request.ExtensionNumber}");

    private ServerReflectionResponse Extensions(string message)
    {
        if (index.ExtensionNumbers(message) is not { } numbers)
        {
            return Error(StatusCode.NotFound, $"There is no message type '{message}' here.");
        }

        var answer = new ExtensionNumberResponse { BaseTypeName = message };
        answer.ExtensionNumber.AddRange(numbers);
        return new ServerReflectionResponse { AllExtensionNumbersResponse = answer };
    }
}
