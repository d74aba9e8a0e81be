using System.Buffers.Binary;

namespace InferencePlatform.Grpc.Http2;

/// <summary>What the client has set. Source: RFC 9113, 6.5.2.</summary>
internal sealed class PeerSettings
{
    public const int DefaultWindow = 65_535;
    private const int EntrySize = 6;
    private const int SmallestMaxFrameSize = 1 << 14;
    private const int LargestMaxFrameSize = (1 << 24) - 1;

    /// <summary>Bytes that a new stream may be sent.</summary>
    public int InitialWindow { get; private set; } = DefaultWindow;

    /// <summary>Bytes in a frame's payload at most.</summary>
    public int MaxFrameSize { get; private set; } = SmallestMaxFrameSize;

    /// <summary>Whether the client made its table of headers smaller than ours would be, which we then have to confirm.</summary>
    public bool ShrankTable { get; private set; }

    /// <summary>Takes a SETTINGS frame's payload in.</summary>
    /// <exception cref="Http2ConnectionException">It is malformed, or a value is out of its range.</exception>
    public void Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length % EntrySize != 0)
        {
            throw new Http2ConnectionException(Http2Error.FrameSize, $"SETTINGS has {payload.Length} bytes, which is no multiple of {EntrySize}.");
        }

        for (; !payload.IsEmpty; payload = payload[EntrySize..])
        {
            Set(BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt32BigEndian(payload[2..]));
        }
    }

    private void Set(int setting, uint value)
    {
        switch (setting)
        {
            case 0x1: // SETTINGS_HEADER_TABLE_SIZE
                ShrankTable |= value < Http2Limits.HeaderTableSize;
                break;
            case 0x2: // SETTINGS_ENABLE_PUSH
                Require(value <= 1, Http2Error.Protocol, "SETTINGS_ENABLE_PUSH", value);
                break;
            case 0x4: // SETTINGS_INITIAL_WINDOW_SIZE
                Require(value <= int.MaxValue, Http2Error.FlowControl, "SETTINGS_INITIAL_WINDOW_SIZE", value);
                InitialWindow = (int)value;
                break;
            case 0x5: // SETTINGS_MAX_FRAME_SIZE
                Require(value is >= SmallestMaxFrameSize and <= LargestMaxFrameSize, Http2Error.Protocol, "SETTINGS_MAX_FRAME_SIZE", value);
                MaxFrameSize = (int)value;
                break;
        }
    }

    private static void Require(bool holds, Http2Error error, string setting, uint value)
    {
        if (!holds)
        {
            throw new Http2ConnectionException(error, $"{setting} is {value}, which is out of its range.");
        }
    }
}
