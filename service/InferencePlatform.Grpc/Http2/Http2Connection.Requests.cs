using System.Buffers;

namespace InferencePlatform.Grpc.Http2;

/// <summary>Requests: their headers and bodies.</summary>
internal sealed partial class Http2Connection
{
    private void ReadHeaders(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        RequireStream(header, isZero: false);
        Require((header.Stream & 1) == 1, Http2Error.Protocol, header);
        var fragment = Unpad(header, payload);
        if (header.Has(FrameFlags.Priority))
        {
            Require(fragment.Length >= 5, Http2Error.FrameSize, header);
            Require(ReadNumber(fragment) != header.Stream, Http2Error.Protocol, header);
            fragment = fragment.Slice(5);
        }

        var endsStream = header.Has(FrameFlags.EndStream);
        if (!header.Has(FrameFlags.EndHeaders))
        {
            RequireSize(fragment.Length);
            _block = new HeaderBlock(header.Stream, endsStream, fragment.ToArray(), 0);
            return;
        }

        TakeBlock(header.Stream, endsStream, fragment.IsSingleSegment ? fragment.FirstSpan : fragment.ToArray());
    }

    private void ReadContinuation(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        var block = _block;
        RequireSize(block.Bytes.Length + payload.Length);
        if (block.Frames == Http2Limits.MaxContinuations)
        {
            throw new Http2ConnectionException(Http2Error.EnhanceYourCalm, $"A header block has more than {Http2Limits.MaxContinuations} CONTINUATION frames.");
        }

        _block = block with { Bytes = [.. block.Bytes, .. payload.ToArray()], Frames = block.Frames + 1 };
        if (header.Has(FrameFlags.EndHeaders))
        {
            block = _block;
            _block = default;
            TakeBlock(block.Stream, block.EndsStream, block.Bytes);
        }
    }

    private static void RequireSize(long length)
    {
        if (length > Http2Limits.MaxHeaderBlock)
        {
            throw new Http2ConnectionException(Http2Error.EnhanceYourCalm, $"A header block has more than {Http2Limits.MaxHeaderBlock} bytes.");
        }
    }

    /// <summary>A whole header block: a request's headers, or its trailers.</summary>
    private void TakeBlock(int id, bool endsStream, ReadOnlySpan<byte> block)
    {
        RequireSize(block.Length);
        if (id > _lastStream)
        {
            OpenStream(id, endsStream, block);
            return;
        }

        // Decoded whatever becomes of it: later blocks build on it.
        _trailers.Reset(trailers: true);
        _decoder.Decode(block, _trailers);
        var stream = Find(id);
        if (stream is null || stream.IsBroken)
        {
            LateTrailers(id, endsStream);
        }
        else if (stream.ClientEnded)
        {
            throw new Http2ConnectionException(Http2Error.StreamClosed, $"HEADERS came after the end of stream {id}.");
        }
        else if (!endsStream || _trailers.Problem is not null || !IsLengthRight(stream, 0, ends: true))
        {
            ResetStream(id, Http2Error.Protocol);
        }
        else
        {
            EndBody(stream);
        }
    }

    private void LateTrailers(int id, bool endsStream)
    {
        lock (_gate)
        {
            if (!_closed.MayGoOn(id) && !_streams.ContainsKey(id))
            {
                throw new Http2ConnectionException(
                    _closed.WasOpen(id) ? Http2Error.StreamClosed : Http2Error.Protocol, $"HEADERS came for stream {id}, which is closed.");
            }

            if (endsStream)
            {
                _closed.End(id);
            }
        }
    }

    private void OpenStream(int id, bool endsStream, ReadOnlySpan<byte> block)
    {
        var stream = TakeStream(id);
        _lastStream = id;
        stream.Head.Reset(trailers: false);
        _decoder.Decode(block, stream.Head);
        stream.Head.Complete();
        stream.ClientEnded = endsStream;
        if (stream.Head.Problem is not null || !IsLengthRight(stream, 0, endsStream))
        {
            Refuse(stream, Http2Error.Protocol);
            return;
        }

        lock (_gate)
        {
            if (_goingAway == GoingAway.Decided || _streams.Count >= _options.MaxStreamsPerConnection)
            {
                Refuse(stream, Http2Error.RefusedStream);
                return;
            }

            _streams.Add(id, stream);
        }

        stream.Call.Begin();
        _unstarted = stream;
        if (endsStream)
        {
            stream.Body.Deliver(default, last: true, out _);
            TakeUnstarted();
        }
    }

    private Http2Stream TakeStream(int id)
    {
        lock (_gate)
        {
            var stream = _kept.TryPop(out var kept) ? kept : new Http2Stream(this, _application);
            stream.Begin(id, _peer.InitialWindow);
            return stream;
        }
    }

    /// <summary>A stream that never carries a call.</summary>
    private void Refuse(Http2Stream stream, Http2Error error)
    {
        TakeReset();
        lock (_gate)
        {
            _output.WriteNumber(FrameType.RstStream, stream.Id, (int)error);
            _closed.Add(stream.Id, stream.ClientEnded);
            Keep(stream);
        }
    }

    private bool TryBeginData(in FrameHeader header)
    {
        var prefix = header.Has(FrameFlags.Padded) ? 1 : 0;
        Require(header.Length >= prefix, Http2Error.FrameSize, header);
        if (_unread.Length < FrameHeader.Size + prefix)
        {
            return false;
        }

        var padding = 0;
        if (prefix > 0)
        {
            padding = _unread.Slice(FrameHeader.Size, 1).FirstSpan[0];
            Require(padding < header.Length, Http2Error.Protocol, header);
        }

        _unread = _unread.Slice(FrameHeader.Size + prefix);
        if (Interlocked.Add(ref _receiveWindow, -header.Length) < 0)
        {
            throw new Http2ConnectionException(Http2Error.FlowControl, "DATA came beyond the connection's window.");
        }

        var left = header.Length - prefix - padding;
        var ends = header.Has(FrameFlags.EndStream);
        if (left == 0 && !ends)
        {
            TakeControlFrame();
        }

        var stream = FindOpened(header);
        var wanted = stream is { IsBroken: false } ? Admit(stream, header, left, ends) : Late(header, ends);
        _data = new DataFrame(wanted, header.Stream, left, padding, ends);
        Consumed(wanted, prefix);
        return true;
    }

    /// <summary>Bytes that need not be kept: those of padding, and those that nobody wants.</summary>
    private void Consumed(Http2Stream? stream, int bytes)
    {
        if (stream is not null)
        {
            stream.Consumed(bytes);
        }
        else
        {
            Consumed(bytes);
        }
    }

    /// <summary>Takes a DATA frame for a stream that is open; null where it is the client's error.</summary>
    private Http2Stream? Admit(Http2Stream stream, in FrameHeader header, int left, bool ends)
    {
        var error = stream.ClientEnded ? Http2Error.StreamClosed
            : !stream.TryReceive(header.Length) ? Http2Error.FlowControl
            : !IsLengthRight(stream, left, ends) ? Http2Error.Protocol
            : Http2Error.None;
        if (error != Http2Error.None)
        {
            ResetStream(header.Stream, error);
            return null;
        }

        stream.ClientEnded = ends;
        return stream;
    }

    /// <summary>A DATA frame for a stream that is closed: it was on its way, or is the client's error.</summary>
    private Http2Stream? Late(in FrameHeader header, bool ends)
    {
        bool mayCome;
        lock (_gate)
        {
            mayCome = _closed.MayGoOn(header.Stream) || (_streams.TryGetValue(header.Stream, out var stream) && !stream.ClientEnded);
            if (ends)
            {
                _closed.End(header.Stream);
            }
        }

        if (!mayCome)
        {
            ResetStream(header.Stream, Http2Error.StreamClosed);
        }

        return null;
    }

    /// <summary>Hands on what is here of a DATA frame; false where nothing is.</summary>
    private bool ReadData()
    {
        var data = _data;
        var here = (int)Math.Min(data.Left, _unread.Length);
        if (data.Stream is { } unstarted && unstarted == _unstarted && !(data.Ends && here == data.Left))
        {
            // Its handler waits for the bytes first, so that they go where it wants them at once.
            TakeUnstarted();
            return true;
        }

        if (here == 0 && (data.Left > 0 || (data.Padding > 0 && _unread.IsEmpty && !data.Ends)))
        {
            return false;
        }

        var taken = here;
        if (data.Stream is null)
        {
            Consumed(taken);
        }
        else if (here > 0 || data.Ends)
        {
            var last = data.Ends && here == data.Left;
            taken = data.Stream.Body.Deliver(_unread.Slice(0, here), last, out var resume);
            if (data.Stream == _unstarted)
            {
                TakeUnstarted();
            }
            else if (resume)
            {
                _next = data.Stream;
                _nextStep = NextStep.Resume;
            }
        }

        _unread = _unread.Slice(taken);
        _data = data with { Left = data.Left - taken };
        if (_data.Left == 0)
        {
            EndData();
        }

        return true;
    }

    private void EndData()
    {
        var padding = (int)Math.Min(_data.Padding, _unread.Length);
        _unread = _unread.Slice(padding);
        Consumed(_data.Stream, padding);
        _data = _data with { Padding = _data.Padding - padding, Ends = false };
        if (_data.Padding == 0)
        {
            _data = default;
        }
    }

    private void EndBody(Http2Stream stream)
    {
        stream.ClientEnded = true;
        if (stream.IsBroken)
        {
            return;
        }

        stream.Body.Deliver(default, last: true, out var resume);
        if (resume)
        {
            _next = stream;
            _nextStep = NextStep.Resume;
        }
    }

    /// <summary>Whether the body keeps to the length announced for it. Source: RFC 9113, 8.1.1.</summary>
    private static bool IsLengthRight(Http2Stream stream, int more, bool ends)
    {
        stream.Received += more;
        var announced = stream.Head.ContentLength;
        return announced < 0 || stream.Received == announced || (!ends && stream.Received < announced);
    }

    private static ReadOnlySequence<byte> Unpad(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        if (!header.Has(FrameFlags.Padded))
        {
            return payload;
        }

        Require(header.Length > 0, Http2Error.FrameSize, header);
        int padding = payload.FirstSpan[0];
        Require(padding < payload.Length, Http2Error.Protocol, header);
        return payload.Slice(1, payload.Length - 1 - padding);
    }
}
