using System.Buffers.Binary;
using System.IO.Pipelines;

namespace InferencePlatform.Grpc.Http2;

/// <summary>
/// Frames on their way to the client, all under the connection's lock. While the transport takes no more, control
/// frames are kept, up to a limit, and nothing else may be written.
/// </summary>
internal sealed class FrameOutput
{
    private readonly PipeWriter _pipe;
    private readonly Lock _gate;
    private readonly Action _drained;
    private readonly Action _flushed;
    private readonly ByteQueue _late = new();
    private ValueTask<FlushResult> _flush;
    private bool _flushing;

    /// <param name="pipe">To the transport.</param>
    /// <param name="gate">The connection's lock.</param>
    /// <param name="drained">Called under the lock when the transport takes more again.</param>
    public FrameOutput(PipeWriter pipe, Lock gate, Action drained)
    {
        _pipe = pipe;
        _gate = gate;
        _drained = drained;
        _flushed = EndFlush;
    }

    /// <summary>Bytes written since the last flush.</summary>
    public int Unflushed { get; private set; }

    /// <summary>Whether the transport takes no more for now.</summary>
    public bool IsFull => _flushing;

    /// <summary>Whether nothing can reach the client any more.</summary>
    public bool IsBroken { get; private set; }

    public void WriteHeader(int length, FrameType type, FrameFlags flags, int stream)
    {
        var span = GetSpan(FrameHeader.Size);
        new FrameHeader(length, type, flags, stream).Write(span);
        Advance(FrameHeader.Size);
    }

    /// <summary>Writes bytes of a frame's payload.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var target = GetSpan(1);
            var count = Math.Min(target.Length, bytes.Length);
            bytes[..count].CopyTo(target);
            Advance(count);
            bytes = bytes[count..];
        }
    }

    /// <summary>A header block, in as many frames as it needs.</summary>
    public void WriteHeaders(int stream, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> block, bool endStream, int maxFrameSize)
    {
        var first = block[..Math.Min(block.Length, maxFrameSize - prefix.Length)];
        block = block[first.Length..];
        var flags = (endStream ? FrameFlags.EndStream : FrameFlags.None) | (block.IsEmpty ? FrameFlags.EndHeaders : FrameFlags.None);
        WriteHeader(prefix.Length + first.Length, FrameType.Headers, flags, stream);
        Write(prefix);
        Write(first);
        while (!block.IsEmpty)
        {
            var next = block[..Math.Min(block.Length, maxFrameSize)];
            block = block[next.Length..];
            WriteHeader(next.Length, FrameType.Continuation, block.IsEmpty ? FrameFlags.EndHeaders : FrameFlags.None, stream);
            Write(next);
        }
    }

    /// <summary>A frame whose payload is one number: RST_STREAM and WINDOW_UPDATE.</summary>
    public void WriteNumber(FrameType type, int stream, int number)
    {
        WriteHeader(sizeof(int), type, FrameFlags.None, stream);
        BinaryPrimitives.WriteInt32BigEndian(GetSpan(sizeof(int)), number);
        Advance(sizeof(int));
    }

    /// <summary>Hands what was written to the transport.</summary>
    public void Flush()
    {
        if (_flushing || IsBroken || Unflushed == 0)
        {
            return;
        }

        Unflushed = 0;
        var flush = _pipe.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            IsBroken |= flush.Result.IsCompleted;
            return;
        }

        _flush = flush;
        _flushing = true;
        flush.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_flushed);
    }

    /// <summary>The transport takes more again. Without an async method, which would cost memory each time.</summary>
    private void EndFlush()
    {
        var broken = true;
        try
        {
            broken = _flush.GetAwaiter().GetResult().IsCompleted;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException or ObjectDisposedException)
        {
            // The connection broke; reading from it ends too and says why.
        }

        lock (_gate)
        {
            IsBroken |= broken;
            _flushing = false;
            try
            {
                WriteLate();
                _drained();
                Flush();
            }
            catch (InvalidOperationException)
            {
                // The connection was closed with frames left, for a client that took none for too long.
                IsBroken = true;
            }
        }
    }

    private void WriteLate()
    {
        while (_late.Length > 0)
        {
            var next = _late.Next;
            Write(next);
            _late.Skip(next.Length);
        }
    }

    private Span<byte> GetSpan(int size) => _flushing || IsBroken ? _late.GetSpan(size) : _pipe.GetSpan(size);

    private void Advance(int count)
    {
        if (IsBroken)
        {
            return;
        }

        Unflushed += count;
        if (!_flushing)
        {
            _pipe.Advance(count);
            return;
        }

        _late.Advance(count);
        if (_late.Length > Http2Limits.ControlBuffer)
        {
            IsBroken = true;
        }
    }
}
