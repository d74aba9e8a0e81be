namespace InferencePlatform.Service.Runtime.Native;

/// <summary>ONNX Runtime failed at something; the message is its own.</summary>
internal sealed class OrtException(OrtErrorCode code, string message) : Exception(message)
{
    public OrtErrorCode Code { get; } = code;
}
