namespace InferencePlatform.Grpc.Http2;

/// <summary>
/// Decides which stream's bytes go next, within the client's windows and what the transport takes. A stream that can
/// send does so at once; those that had to stop take turns, so that a large answer holds up no small one. All under
/// the connection's lock.
/// </summary>
internal sealed class Http2Sender(FrameOutput output, PeerSettings peer, Action<Http2Stream> sent)
{
    /// <summary>What a stream may send in its turn while others wait.</summary>
    private const int Turn = 64 << 10;

    /// <summary>What is written before it is handed to the transport, so that it travels while more is written.</summary>
    private const int FlushSize = 64 << 10;

    private readonly Queue<Http2Stream> _line = new();
    private long _window = PeerSettings.DefaultWindow;
    private bool _tableShrunk;

    /// <summary>Adds to the connection's window; false where it becomes too large.</summary>
    public bool TryWiden(int bytes)
    {
        _window += bytes;
        return _window <= int.MaxValue;
    }

    /// <summary>Sends what the stream has, or gives it a place in the line.</summary>
    public void Send(Http2Stream stream)
    {
        if (stream.IsInLine)
        {
            return;
        }

        var mustWait = output.IsFull || (_line.Count > 0 && stream.Response.Unsent > 0);
        if (mustWait || !SendSome(stream, int.MaxValue))
        {
            stream.IsInLine = true;
            _line.Enqueue(stream);
        }
    }

    /// <summary>Lets the waiting streams send, in turns, as far as it goes.</summary>
    public void SendWaiting()
    {
        while (!output.IsFull && _line.TryPeek(out var stream) && (_window > 0 || stream.Response.Unsent == 0))
        {
            _line.Dequeue();
            stream.IsInLine = false;
            if (!SendSome(stream, Turn))
            {
                stream.IsInLine = true;
                _line.Enqueue(stream);
            }
        }
    }

    /// <summary>Sends up to some bytes; false where the stream could go on and must wait for its turn.</summary>
    private bool SendSome(Http2Stream stream, int most)
    {
        var response = stream.Response;
        if (stream.IsBroken)
        {
            return true;
        }

        if (!response.Headers.IsEmpty)
        {
            WriteHeaders(stream, response.Headers, endStream: false);
            response.Headers = default;
        }

        while (response.Unsent > 0)
        {
            var length = (int)Math.Min(Math.Min(response.Unsent, peer.MaxFrameSize), Math.Min(Math.Min(stream.SendWindow, _window), most));
            if (length <= 0)
            {
                // A stream without a window of its own comes back when it gets one.
                return stream.SendWindow <= 0;
            }

            output.WriteHeader(length, FrameType.Data, FrameFlags.None, stream.Id);
            response.Take(output, length);
            stream.SendWindow -= length;
            _window -= length;
            most -= length;
            if (output.Unflushed >= FlushSize)
            {
                output.Flush();
                if (output.IsFull && (response.Unsent > 0 || !response.Trailers.IsEmpty))
                {
                    return false;
                }
            }
        }

        response.CompleteWait();
        if (!response.Trailers.IsEmpty)
        {
            WriteHeaders(stream, response.Trailers, endStream: true);
            sent(stream);
        }

        return true;
    }

    private void WriteHeaders(Http2Stream stream, ReadOnlyMemory<byte> block, bool endStream)
    {
        ReadOnlySpan<byte> prefix = peer.ShrankTable && !_tableShrunk ? Hpack.HpackEncoder.NoTable : default;
        _tableShrunk |= peer.ShrankTable;
        output.WriteHeaders(stream.Id, prefix, block.Span, endStream, peer.MaxFrameSize);
    }
}
