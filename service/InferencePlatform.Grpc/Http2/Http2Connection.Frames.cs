using System.Buffers;
using System.Buffers.Binary;
using InferencePlatform.Grpc.Http2.Hpack;

namespace InferencePlatform.Grpc.Http2;

/// <summary>What each frame does. All of it on the thread that reads.</summary>
internal sealed partial class Http2Connection
{
    /// <summary>SETTINGS may change the windows of all streams, so one counts as much as this many other frames.</summary>
    private const int SettingsCost = 10;

    private readonly HpackDecoder _decoder = new(Http2Limits.HeaderTableSize);
    private readonly RequestHead _trailers = new();
    private readonly TokenBucket _controlFrames = new(Http2Limits.ControlFramesPerSecond, 2 * Http2Limits.ControlFramesPerSecond);
    private readonly TokenBucket _resets = new(Http2Limits.ResetsPerSecond, 2 * Http2Limits.ResetsPerSecond);
    private readonly byte[] _small = new byte[64];
    private HeaderBlock _block;
    private DataFrame _data;
    private bool _hasSettings;
    private int _receiveWindow = Http2Limits.ConnectionWindow;
    private int _unacknowledged;

    /// <summary>Handles the next frame, or a part of it where it is DATA; false where too little of it is here.</summary>
    private bool TryReadFrame()
    {
        if (_data.IsOpen)
        {
            return ReadData();
        }

        if (_unread.Length < FrameHeader.Size)
        {
            return false;
        }

        _unread.Slice(0, FrameHeader.Size).CopyTo(_small);
        var header = FrameHeader.Read(_small);
        if (header.Length > Http2Limits.MaxFrameSize)
        {
            throw new Http2ConnectionException(Http2Error.FrameSize, $"A frame has {header.Length} bytes; at most {Http2Limits.MaxFrameSize} are allowed.");
        }

        RequireOrder(header);
        if (_unstarted is { } unstarted && (header.Stream != unstarted.Id || header.Type is not (FrameType.Data or FrameType.RstStream)))
        {
            TakeUnstarted();
            return true;
        }

        if (header.Type == FrameType.Data)
        {
            return TryBeginData(header);
        }

        if (_unread.Length < FrameHeader.Size + header.Length)
        {
            return false;
        }

        var payload = _unread.Slice(FrameHeader.Size, header.Length);
        _unread = _unread.Slice(payload.End);
        switch (header.Type)
        {
            case FrameType.Headers:
                ReadHeaders(header, payload);
                break;
            case FrameType.Continuation:
                ReadContinuation(header, payload);
                break;
            case FrameType.Priority:
                ReadPriority(header, payload);
                break;
            case FrameType.RstStream:
                ReadReset(header, payload);
                break;
            case FrameType.Settings:
                ReadSettings(header, payload);
                break;
            case FrameType.Ping:
                ReadPing(header, payload);
                break;
            case FrameType.GoAway:
                RequireStream(header, isZero: true);
                Require(header.Length >= 8, Http2Error.FrameSize, header);
                break;
            case FrameType.WindowUpdate:
                ReadWindowUpdate(header, payload);
                break;
            case FrameType.PushPromise:
                throw new Http2ConnectionException(Http2Error.Protocol, "A client may not push.");
        }

        return true;
    }

    private static void Require(bool holds, Http2Error error, in FrameHeader header)
    {
        if (!holds)
        {
            throw new Http2ConnectionException(error, $"{header.Type} of {header.Length} bytes on stream {header.Stream} is malformed or has no place there.");
        }
    }

    private static void RequireStream(in FrameHeader header, bool isZero) =>
        Require(header.Stream == 0 == isZero, Http2Error.Protocol, header);

    private void RequireOrder(in FrameHeader header)
    {
        Require(
            _block.Stream == 0
                ? header.Type != FrameType.Continuation
                : header.Type == FrameType.Continuation && header.Stream == _block.Stream,
            Http2Error.Protocol,
            header);
        Require(_hasSettings || (header.Type == FrameType.Settings && !header.Has(FrameFlags.Ack)), Http2Error.Protocol, header);
    }

    private void TakeControlFrame(int cost = 1)
    {
        if (!_controlFrames.TryTake(cost))
        {
            throw new Http2ConnectionException(Http2Error.EnhanceYourCalm, "Too many frames that ask for nothing.");
        }
    }

    private void TakeReset()
    {
        if (!_resets.TryTake(1))
        {
            throw new Http2ConnectionException(Http2Error.EnhanceYourCalm, "Too many streams are reset.");
        }
    }

    /// <summary>The next call begins whose headers are here; its handler runs after this.</summary>
    private void TakeUnstarted()
    {
        _next = _unstarted;
        _nextStep = NextStep.Start;
        _unstarted = null;
    }

    private Http2Stream? Find(int id)
    {
        lock (_gate)
        {
            return _streams.GetValueOrDefault(id);
        }
    }

    /// <summary>The stream of a frame; null where it is closed. One that was never opened is an error.</summary>
    private Http2Stream? FindOpened(in FrameHeader header)
    {
        RequireStream(header, isZero: false);
        Require(header.Stream <= _lastStream && (header.Stream & 1) == 1, Http2Error.Protocol, header);
        return Find(header.Stream);
    }

    /// <summary>Ends a stream for an error of the client's.</summary>
    private void ResetStream(int id, Http2Error error)
    {
        TakeReset();
        lock (_gate)
        {
            _output.WriteNumber(FrameType.RstStream, id, (int)error);
            if (_streams.TryGetValue(id, out var stream))
            {
                BreakStream(stream);
            }
            else
            {
                _closed.Add(id, clientEnded: false);
            }
        }
    }

    /// <summary>Under the lock.</summary>
    private void BreakStream(Http2Stream stream)
    {
        if (stream.IsBroken)
        {
            return;
        }

        var handlerIsDone = !stream.Response.Trailers.IsEmpty;
        stream.Break();
        if (stream == _unstarted)
        {
            ReleaseUnstarted();
        }
        else if (handlerIsDone)
        {
            Release(stream);
        }
        else
        {
            // Before any later call begins: that may need what this one holds.
            _next = stream;
            _nextStep = NextStep.Cancel;
        }
    }

    /// <summary>A call whose handler has not begun never does. Under the lock.</summary>
    private void ReleaseUnstarted()
    {
        if (_unstarted is { } stream)
        {
            _unstarted = null;
            Release(stream);
        }
    }

    private void ReadPriority(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        TakeControlFrame();
        RequireStream(header, isZero: false);
        Require(header.Length == 5, Http2Error.FrameSize, header);
        Require(ReadNumber(payload) != header.Stream, Http2Error.Protocol, header);
    }

    private void ReadReset(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        Require(header.Length == sizeof(int), Http2Error.FrameSize, header);
        TakeReset();
        lock (_gate)
        {
            if (FindOpened(header) is { } stream)
            {
                stream.ClientEnded = true;
                BreakStream(stream);
            }
            else
            {
                _closed.End(header.Stream);
            }
        }
    }

    private void ReadSettings(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        RequireStream(header, isZero: true);
        if (header.Has(FrameFlags.Ack))
        {
            Require(header.Length == 0, Http2Error.FrameSize, header);
            return;
        }

        TakeControlFrame(SettingsCost);
        _hasSettings = true;
        lock (_gate)
        {
            var before = _peer.InitialWindow;
            _peer.Read(payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray());
            var more = (long)_peer.InitialWindow - before;
            foreach (var stream in more == 0 ? [] : _streams.Values.ToArray())
            {
                stream.SendWindow += more;
                Require(stream.SendWindow <= int.MaxValue, Http2Error.FlowControl, header);
                _sender.Send(stream);
            }

            _output.WriteHeader(0, FrameType.Settings, FrameFlags.Ack, 0);
        }
    }

    private void ReadPing(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        RequireStream(header, isZero: true);
        Require(header.Length == sizeof(long), Http2Error.FrameSize, header);
        payload.CopyTo(_small);
        lock (_gate)
        {
            if (!header.Has(FrameFlags.Ack))
            {
                TakeControlFrame();
                _output.WriteHeader(sizeof(long), FrameType.Ping, FrameFlags.Ack, 0);
                _output.Write(_small.AsSpan(0, sizeof(long)));
            }
            else if (_ping.IsGoAwayAnswer(_small))
            {
                DecideGoingAway();
            }
        }
    }

    private void ReadWindowUpdate(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        Require(header.Length == sizeof(int), Http2Error.FrameSize, header);
        var room = ReadNumber(payload);
        if (header.Stream == 0)
        {
            Require(room > 0, Http2Error.Protocol, header);
            lock (_gate)
            {
                Require(_sender.TryWiden(room), Http2Error.FlowControl, header);
                _sender.SendWaiting();
            }

            return;
        }

        var stream = FindOpened(header);
        if (room == 0)
        {
            ResetStream(header.Stream, Http2Error.Protocol);
        }
        else if (stream is not null)
        {
            Widen(stream, header.Stream, room);
        }
    }

    private void Widen(Http2Stream stream, int id, int room)
    {
        lock (_gate)
        {
            // It may have ended since it was found.
            if (!_streams.ContainsKey(id))
            {
                return;
            }

            stream.SendWindow += room;
            if (stream.SendWindow <= int.MaxValue)
            {
                _sender.Send(stream);
                return;
            }
        }

        ResetStream(id, Http2Error.FlowControl);
    }

    /// <summary>Four bytes without their highest bit.</summary>
    private int ReadNumber(in ReadOnlySequence<byte> payload)
    {
        payload.Slice(0, sizeof(int)).CopyTo(_small);
        return BinaryPrimitives.ReadInt32BigEndian(_small) & int.MaxValue;
    }
}
