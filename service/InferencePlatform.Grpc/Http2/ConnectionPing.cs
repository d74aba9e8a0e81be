using System.Buffers.Binary;
using System.Diagnostics;

namespace InferencePlatform.Grpc.Http2;

/// <summary>
/// The server's own pings: one when the client was silent for long, to see whether it is still there, and one after a
/// GOAWAY, to see that it was read. Under the connection's lock, but for <see cref="Heard"/>.
/// </summary>
internal sealed class ConnectionPing(TimeSpan keepAliveTime, TimeSpan keepAliveTimeout)
{
    private const long KeepAlive = 1;
    private const long GoAway = 2;

    private long _heardAt = Stopwatch.GetTimestamp();
    private long _askedAt;
    private long _goAwayAt;

    public enum Verdict
    {
        Fine,
        Dead,
        GoAway,
    }

    /// <summary>Something came from the client.</summary>
    public void Heard() => Volatile.Write(ref _heardAt, Stopwatch.GetTimestamp());

    public void SendForGoingAway(FrameOutput output)
    {
        _goAwayAt = Stopwatch.GetTimestamp();
        Write(output, GoAway);
    }

    /// <summary>An answer came; whether it is that to the ping after a GOAWAY.</summary>
    public bool IsGoAwayAnswer(ReadOnlySpan<byte> payload) => _goAwayAt != 0 && BinaryPrimitives.ReadInt64BigEndian(payload) == GoAway && TakeGoAway();

    /// <summary>Looks at the time; a ping may be written.</summary>
    public Verdict Beat(FrameOutput output)
    {
        if (_goAwayAt != 0 && Stopwatch.GetElapsedTime(_goAwayAt) >= Http2Limits.LingerTimeout)
        {
            TakeGoAway();
            return Verdict.GoAway;
        }

        if (keepAliveTime == Timeout.InfiniteTimeSpan)
        {
            return Verdict.Fine;
        }

        var heardAt = Volatile.Read(ref _heardAt);
        if (heardAt >= _askedAt && _askedAt != 0)
        {
            _askedAt = 0;
        }

        if (_askedAt != 0)
        {
            var dead = keepAliveTimeout != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(_askedAt) >= keepAliveTimeout;
            return dead ? Verdict.Dead : Verdict.Fine;
        }

        if (Stopwatch.GetElapsedTime(heardAt) >= keepAliveTime)
        {
            _askedAt = Stopwatch.GetTimestamp();
            Write(output, KeepAlive);
        }

        return Verdict.Fine;
    }

    private static void Write(FrameOutput output, long payload)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, payload);
        output.WriteHeader(bytes.Length, FrameType.Ping, FrameFlags.None, 0);
        output.Write(bytes);
    }

    private bool TakeGoAway()
    {
        _goAwayAt = 0;
        return true;
    }
}
