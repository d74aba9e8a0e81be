using System.Buffers;
using System.IO.Pipelines;

namespace InferencePlatform.Grpc.Server;

/// <summary>
/// Where the bytes of one message go. It counts them: a message longer or shorter than its frame says would make the
/// client take the rest of the response for something else.
/// </summary>
internal sealed class MessageOutput : IBufferWriter<byte>
{
    private PipeWriter? _pipe;
    private int _length;
    private int _missing;

    private PipeWriter Pipe => _pipe ?? throw new InvalidOperationException("Begin a message before writing its bytes.");

    public void Advance(int count)
    {
        if (count > _missing)
        {
            throw new InvalidOperationException($"The message was announced with {_length} bytes and gets more.");
        }

        Pipe.Advance(count);
        _missing -= count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => Pipe.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => Pipe.GetSpan(sizeHint);

    /// <summary>Forgets the last call's message.</summary>
    public void Reset()
    {
        _pipe = null;
        _missing = 0;
    }

    public void Begin(PipeWriter pipe, int length)
    {
        _pipe = pipe;
        _length = length;
        _missing = length;
    }

    /// <summary>Makes sure that the message before, if there was one, is whole.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public void EnsureComplete()
    {
        if (_missing > 0)
        {
            throw new InvalidOperationException($"The message was announced with {_length} bytes and {_missing} of them were not written.");
        }
    }
}
