namespace InferencePlatform.Service.Inference;

/// <summary>A request failed; the message tells the caller what was asked, what is wrong and what to do.</summary>
internal sealed class InferenceException(InferenceError error, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public InferenceError Error { get; } = error;

    public static InferenceException Invalid(string message) => new(InferenceError.InvalidArgument, message);
}
