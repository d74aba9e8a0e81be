namespace InferencePlatform.Service.Inference;

/// <summary>The ways in which a request can fail, whichever wire it came by.</summary>
internal enum InferenceError
{
    InvalidArgument,
    NotFound,
    Unavailable,
    ResourceExhausted,
    DeadlineExceeded,
    Cancelled,
    FailedPrecondition,
    Internal,
}
