using System.Buffers;
using InferencePlatform.Grpc.Http2;

namespace InferencePlatform.Grpc.Server;

/// <summary>
/// Where the bytes of messages go; they are gathered until the call is flushed or ends. It counts each message's bytes:
/// one longer or shorter than its frame says would make the client take the rest of the response for something else.
/// </summary>
public sealed class MessageOutput : IBufferWriter<byte>
{
    private readonly ResponseBody _response;
    private int _length;
    private int _missing;
    private bool _begun;

    internal MessageOutput(ResponseBody response) => _response = response;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The message gets more bytes than were announced.</exception>
    public void Advance(int count)
    {
        Take(count);
        _response.Gathered.Advance(count);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureBegun();
        return _response.Gathered.GetMemory(sizeHint);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureBegun();
        return _response.Gathered.GetSpan(sizeHint);
    }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="InvalidOperationException">The message gets more bytes than were announced.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Take(bytes.Length);
        _response.Gathered.Write(bytes);
    }

    /// <summary>Forgets the last call's message.</summary>
    internal void Reset()
    {
        _begun = false;
        _missing = 0;
    }

    internal void Begin(Protocol.MessageFrame frame)
    {
        EnsureComplete();
        _begun = true;
        _length = (int)frame.Length;
        _missing = _length + Protocol.MessageFrame.Size;
        frame.Write(GetSpan(Protocol.MessageFrame.Size));
        Advance(Protocol.MessageFrame.Size);
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

    /// <summary>Counts bytes that are written, here or past this.</summary>
    internal void Take(int count)
    {
        EnsureBegun();
        if (count > _missing)
        {
            throw new InvalidOperationException($"The message was announced with {_length} bytes and gets more.");
        }

        _missing -= count;
    }

    private void EnsureBegun()
    {
        if (!_begun)
        {
            throw new InvalidOperationException("Begin a message before writing its bytes.");
        }
    }
}
