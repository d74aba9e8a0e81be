using InferencePlatform.Grpc;
using InferencePlatform.Service.Grpc;
using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Rest;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace InferencePlatform.Service.Telemetry;

/// <summary>The status code under which a failure is counted, the same for every door.</summary>
internal static class FailureCode
{
    public static StatusCode Of(Exception exception, bool deadlinePassed) => exception switch
    {
        InferenceException e => GrpcErrors.ToStatusCode(e.Error),
        RpcException e => e.Status.Code,
        RestException { Status: StatusCodes.Status413PayloadTooLarge } => StatusCode.ResourceExhausted,
        RestException or BadHttpRequestException => StatusCode.InvalidArgument,
        OperationCanceledException or IOException or ConnectionAbortedException => deadlinePassed ? StatusCode.DeadlineExceeded : StatusCode.Cancelled,
        _ => StatusCode.Internal,
    };
}
