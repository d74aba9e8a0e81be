namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>Types of HTTP/2 frames (RFC 9113, 6).</summary>
internal enum Http2FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    RstStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>One HTTP/2 frame.</summary>
internal sealed record Http2Frame(Http2FrameType Type, byte Flags, int Stream, byte[] Payload)
{
    /// <summary>END_STREAM of DATA and HEADERS; ACK of SETTINGS and PING.</summary>
    public const byte EndStream = 1;

    public const byte Ack = 1;

    public const byte EndHeaders = 4;

    public const byte Padded = 8;

    /// <summary>The error code of RST_STREAM and GOAWAY.</summary>
    public int Error => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Payload.AsSpan(Type == Http2FrameType.GoAway ? 4 : 0));

    public bool EndsStream => (Type is Http2FrameType.Data or Http2FrameType.Headers && (Flags & EndStream) != 0) || Type == Http2FrameType.RstStream;
}
