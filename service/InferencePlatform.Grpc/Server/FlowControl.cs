namespace InferencePlatform.Grpc.Server;

/// <summary>HTTP/2 windows and frames, in bytes: large enough that a tensor is not held up by window updates.</summary>
internal static class FlowControl
{
    public const int ConnectionWindow = 4 << 20;
    public const int StreamWindow = 1 << 20;
    public const int MaxFrameSize = 256 << 10;
    public const int ResponseBufferSize = 512 << 10;
}
