namespace InferencePlatform.Grpc.Http2;

/// <summary>What one connection is allowed, in bytes unless said otherwise.</summary>
internal static class Http2Limits
{
    /// <summary>What all streams together may send before it was read: large enough that a tensor waits for no window.</summary>
    public const int ConnectionWindow = 4 << 20;

    /// <summary>What one stream may send before it was read.</summary>
    public const int StreamWindow = 1 << 20;

    /// <summary>Payload of one frame from the client.</summary>
    public const int MaxFrameSize = 256 << 10;

    /// <summary>A request's headers, decoded, with 32 more for each as RFC 9113, 6.5.2 counts them.</summary>
    public const int MaxHeaderListSize = 32 << 10;

    /// <summary>Headers of a request.</summary>
    public const int MaxHeaders = 128;

    /// <summary>A request's header block as it travels, over all of its frames.</summary>
    public const int MaxHeaderBlock = 64 << 10;

    /// <summary>CONTINUATION frames of one header block.</summary>
    public const int MaxContinuations = 16;

    /// <summary>Table of headers that the client's encoder may use. RFC 7541's default.</summary>
    public const int HeaderTableSize = 4096;

    /// <summary>Responses in the transport's buffer, above which writers wait for the client.</summary>
    public const int ResponseBuffer = 512 << 10;

    /// <summary>Control frames kept while the client takes nothing; one that makes us answer more is closed.</summary>
    public const int ControlBuffer = 64 << 10;

    /// <summary>Streams kept for the next calls.</summary>
    public const int KeptStreams = 100;

    /// <summary>Closed streams remembered, for whose late frames there is an excuse.</summary>
    public const int RememberedStreams = 256;

    /// <summary>PING, SETTINGS, PRIORITY and empty DATA frames: a second's worth, and how many may come at once.</summary>
    public const int ControlFramesPerSecond = 10_000;

    /// <summary>Streams reset by the client or for its errors: a second's worth; twice as many may come at once.</summary>
    public const int ResetsPerSecond = 500;

    /// <summary>A message larger than this is handled by the thread pool, not by the thread that reads the connection.</summary>
    public const int InlineMessage = 1 << 20;

    /// <summary>Time for the client's preface, and for its going after it was told to.</summary>
    public static readonly TimeSpan PrefaceTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Time for a client to go by itself once there is nothing more for it.</summary>
    public static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(1);
}
