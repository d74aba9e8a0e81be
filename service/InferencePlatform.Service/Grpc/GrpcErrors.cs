using InferencePlatform.Grpc;
using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Grpc;

/// <summary>The gRPC status of each way to fail.</summary>
internal static class GrpcErrors
{
    public static StatusCode ToStatusCode(InferenceError error) => error switch
    {
        InferenceError.InvalidArgument => StatusCode.InvalidArgument,
        InferenceError.NotFound => StatusCode.NotFound,
        InferenceError.Unavailable => StatusCode.Unavailable,
        InferenceError.ResourceExhausted => StatusCode.ResourceExhausted,
        InferenceError.DeadlineExceeded => StatusCode.DeadlineExceeded,
        InferenceError.Cancelled => StatusCode.Cancelled,
        InferenceError.FailedPrecondition => StatusCode.FailedPrecondition,
        _ => StatusCode.Internal,
    };

    public static RpcException ToRpcException(InferenceException e) =>
        new(new Status(ToStatusCode(e.Error), e.Message), inner: e);
}
