namespace InferencePlatform.Grpc.Http2;

/// <summary>Flags of frames; one bit means different things on different types. Source: RFC 9113, 6.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>On DATA and HEADERS: the sender's last of its stream.</summary>
    EndStream = 0x1,

    /// <summary>On SETTINGS and PING: an answer.</summary>
    Ack = EndStream,

    /// <summary>On HEADERS and CONTINUATION: no CONTINUATION follows.</summary>
    EndHeaders = 0x4,

    /// <summary>On DATA and HEADERS: padding follows.</summary>
    Padded = 0x8,

    /// <summary>On HEADERS: a priority comes before the header block.</summary>
    Priority = 0x20,
}
