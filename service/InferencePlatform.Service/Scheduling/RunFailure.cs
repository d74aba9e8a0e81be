using InferencePlatform.Service.Inference;
using InferencePlatform.Service.Models;
using InferencePlatform.Service.Runtime;
using InferencePlatform.Service.Runtime.Native;

namespace InferencePlatform.Service.Scheduling;

/// <summary>
/// Says whose fault a failed run is. ONNX Runtime reports inputs that do not fit each other (an index out of bounds,
/// lengths that differ) as invalid arguments or as a failing node; its own trouble has other codes.
/// </summary>
internal static class RunFailure
{
    public static InferenceException From(ModelVersion version, OrtException exception)
    {
        var text = OrtMessage.Clean(exception);
        if (text.Contains("bad_alloc", StringComparison.Ordinal) || text.Contains("Failed to allocate memory", StringComparison.Ordinal))
        {
            return new InferenceException(InferenceError.ResourceExhausted, $"There is not enough memory to run model '{version.Name}' on these inputs; send fewer rows at once, or give the server more memory.", exception);
        }

        var callersFault = exception.Code == OrtErrorCode.InvalidArgument ||
            exception.Message.Contains("Non-zero status code returned while running", StringComparison.Ordinal);
        return callersFault
            ? new InferenceException(InferenceError.InvalidArgument, $"Model '{version.Name}' cannot run on these inputs: {text}", exception)
            : new InferenceException(InferenceError.Internal, $"ONNX Runtime failed while running model '{version.Name}': {text}", exception);
    }
}
