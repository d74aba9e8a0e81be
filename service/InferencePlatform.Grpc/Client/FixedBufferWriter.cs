using System.Buffers;

namespace InferencePlatform.Grpc.Client;

/// <summary>Writes into memory of a size known in advance.</summary>
internal sealed class FixedBufferWriter(Memory<byte> memory) : IBufferWriter<byte>
{
    private int _written;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, memory.Length - _written);
        _written += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var left = memory[_written..];
        return left.Length >= Math.Max(1, sizeHint)
            ? left
            : throw new InvalidOperationException($"The codec announced {memory.Length} bytes and writes more.");
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Checks that everything that was announced came.</summary>
    public void ThrowIfNotFull()
    {
        if (_written != memory.Length)
        {
            throw new InvalidOperationException($"The codec announced {memory.Length} bytes and wrote {_written}.");
        }
    }
}
