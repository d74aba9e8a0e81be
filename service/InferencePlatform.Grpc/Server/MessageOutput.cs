using System.Buffers;
using System.IO.Pipelines;

namespace InferencePlatform.Grpc.Server;

/// <summary>
/// Where the bytes of messages go. Small writes are gathered and go to the transport as one: each of its own calls
/// takes locks, which would cost more than the bytes. It counts each message's bytes too: one longer or shorter than
/// its frame says would make the client take the rest of the response for something else.
/// </summary>
public sealed class MessageOutput : IBufferWriter<byte>
{
    private const int GatherSize = 4096;

    private readonly byte[] _gathered = GC.AllocateUninitializedArray<byte>(GatherSize);
    private PipeWriter? _pipe;
    private int _used;
    private bool _direct;
    private int _length;
    private int _missing;

    internal MessageOutput()
    {
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The message gets more bytes than were announced.</exception>
    public void Advance(int count)
    {
        Take(count);
        if (_direct)
        {
            _pipe!.Advance(count);
        }
        else
        {
            _used += count;
        }
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (Gathers(sizeHint))
        {
            return _gathered.AsMemory(_used);
        }

        return _pipe!.GetMemory(sizeHint);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (Gathers(sizeHint))
        {
            return _gathered.AsSpan(_used);
        }

        return _pipe!.GetSpan(sizeHint);
    }

    /// <summary>Writes bytes; many go to the transport without another copy.</summary>
    /// <exception cref="InvalidOperationException">The message gets more bytes than were announced.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Take(bytes.Length);
        if (Gathers(bytes.Length))
        {
            bytes.CopyTo(_gathered.AsSpan(_used));
            _used += bytes.Length;
        }
        else
        {
            BuffersExtensions.Write(_pipe!, bytes);
        }
    }

    /// <summary>Forgets the last call's message.</summary>
    internal void Reset()
    {
        _pipe = null;
        _used = 0;
        _missing = 0;
    }

    internal void Begin(PipeWriter pipe, Protocol.MessageFrame frame)
    {
        EnsureComplete();
        _pipe = pipe;
        _length = (int)frame.Length;
        _missing = _length + Protocol.MessageFrame.Size;
        frame.Write(GetSpan(Protocol.MessageFrame.Size));
        Advance(Protocol.MessageFrame.Size);
    }

    /// <summary>Hands what was gathered to the transport.</summary>
    internal void Drain()
    {
        if (_used > 0)
        {
            BuffersExtensions.Write(_pipe!, _gathered.AsSpan(0, _used));
            _used = 0;
        }
    }

    /// <summary>Makes sure that the message before, if there was one, is whole.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    internal void EnsureComplete()
    {
        if (_missing > 0)
        {
            throw new InvalidOperationException($"The message was announced with {_length} bytes and {_missing} of them were not written.");
        }
    }

    private void Take(int count)
    {
        if (count > _missing)
        {
            throw new InvalidOperationException(_pipe is null
                ? "Begin a message before writing its bytes."
                : $"The message was announced with {_length} bytes and gets more.");
        }

        _missing -= count;
    }

    /// <summary>Whether this many bytes are gathered; if not, all before them are with the transport already.</summary>
    private bool Gathers(int count)
    {
        if (_pipe is null)
        {
            throw new InvalidOperationException("Begin a message before writing its bytes.");
        }

        _direct = count > GatherSize;
        if (_direct || Math.Max(count, 1) > GatherSize - _used)
        {
            Drain();
        }

        return !_direct;
    }
}
