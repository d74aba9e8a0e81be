namespace InferencePlatform.Grpc.Server;

/// <summary>HTTP/2 windows and frames, in bytes, large enough that a tensor is not held up by window updates; and timeouts.</summary>
internal static class FlowControl
{
    public const int ConnectionWindow = 4 << 20;
    public const int StreamWindow = 1 << 20;
    public const int MaxFrameSize = 256 << 10;
    public const int ResponseBufferSize = 256 << 10;

    /// <summary>
    /// Stands for an infinite timeout where Kestrel adds it to the time now: its own infinite one overflows, and idle
    /// connections are closed within a second or two.
    /// </summary>
    public static readonly TimeSpan AsGoodAsForEver = TimeSpan.FromDays(3650);
}
