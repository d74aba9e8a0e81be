using System.Buffers;

namespace InferencePlatform.Grpc.Http2;

/// <summary>Bytes on their way, in pieces of pooled memory. One thread at a time.</summary>
internal sealed class ByteQueue : IBufferWriter<byte>
{
    /// <summary>The first piece is the queue's own: most messages are small, and it need not be fetched for them.</summary>
    private const int OwnSize = 1024;
    private const int SmallestPiece = 4096;
    private const int LargestPiece = 64 << 10;

    private readonly List<(byte[] Bytes, int End)> _pieces = [];
    private readonly byte[] _own = GC.AllocateUninitializedArray<byte>(OwnSize);
    private int _head;
    private int _start;

    public long Length { get; private set; }

    /// <summary>The next bytes in one piece; empty where there are none.</summary>
    public ReadOnlySpan<byte> Next
    {
        get
        {
            if (Length == 0)
            {
                return default;
            }

            var (bytes, end) = _pieces[_head];
            return bytes.AsSpan(_start, end - _start);
        }
    }

    public void Advance(int count)
    {
        var (bytes, end) = _pieces[^1];
        _pieces[^1] = (bytes, end + count);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var (bytes, end) = Tail(sizeHint);
        return bytes.AsMemory(end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        var (bytes, end) = Tail(sizeHint);
        return bytes.AsSpan(end);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var target = GetSpan(Math.Min(bytes.Length, LargestPiece));
            var count = Math.Min(target.Length, bytes.Length);
            bytes[..count].CopyTo(target);
            Advance(count);
            bytes = bytes[count..];
        }
    }

    /// <summary>Takes bytes out, as many as there are and fit.</summary>
    public int Read(Span<byte> target)
    {
        var read = 0;
        while (read < target.Length && Length > 0)
        {
            var next = Next;
            var count = Math.Min(next.Length, target.Length - read);
            next[..count].CopyTo(target[read..]);
            Skip(count);
            read += count;
        }

        return read;
    }

    /// <summary>Drops bytes of the piece that is <see cref="Next"/>.</summary>
    public void Skip(int count)
    {
        _start += count;
        Length -= count;
        if (Length == 0)
        {
            Clear();
        }
        else if (_start == _pieces[_head].End)
        {
            GiveBack(_pieces[_head].Bytes);
            _pieces[_head++] = default;
            _start = 0;
        }
    }

    public void Clear()
    {
        foreach (var (bytes, _) in _pieces)
        {
            GiveBack(bytes);
        }

        _pieces.Clear();
        _head = 0;
        _start = 0;
        Length = 0;
    }

    private (byte[] Bytes, int End) Tail(int sizeHint)
    {
        var size = Math.Max(sizeHint, 1);
        if (_pieces.Count > 0 && _pieces[^1].End == 0 && _pieces[^1].Bytes.Length < size)
        {
            // Nothing was written to it, and an empty piece must not stand between others.
            GiveBack(_pieces[^1].Bytes);
            _pieces[^1] = (Rent(size), 0);
        }
        else if (_pieces.Count == 0)
        {
            _pieces.Add((size <= OwnSize ? _own : Rent(size), 0));
        }
        else if (_pieces[^1].Bytes.Length - _pieces[^1].End < size)
        {
            _pieces.Add((Rent(size), 0));
        }

        return _pieces[^1];
    }

    private byte[] Rent(int size) =>
        ArrayPool<byte>.Shared.Rent(Math.Max(size, (int)Math.Clamp(2 * Length, SmallestPiece, LargestPiece)));

    private void GiveBack(byte[]? bytes)
    {
        if (bytes is not null && bytes != _own)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
