using System.Buffers;

namespace InferencePlatform.Grpc.Memory;

/// <summary>Native memory as <see cref="Memory{T}"/>; it does not move, so pinning it takes nothing.</summary>
internal sealed unsafe class NativeMemoryManager(byte* memory, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new(memory, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(memory + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
