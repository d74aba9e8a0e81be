using System.Runtime.InteropServices;

namespace InferencePlatform.Grpc.Memory;

/// <summary>
/// One message in one piece of native memory, so that a tensor inside it can be handed to a native library where it
/// lies. The memory belongs to the holder until <see cref="Dispose"/> gives it back to its pool.
/// </summary>
/// <remarks>
/// The message's end, not its start, lies on a 64-byte boundary: in protobuf a lone tensor's bytes come last, so their
/// first element is then aligned to its own size.
/// </remarks>
public sealed unsafe class MessageBuffer : IDisposable
{
    internal const int Alignment = 64;

    private readonly MessageBufferPool _pool;
    private readonly byte* _memory;
    private readonly NativeMemoryManager _managed;
    private byte* _start;
    private ByteBudget? _budget;
    private int _charged;
    private int _rented;

    internal MessageBuffer(MessageBufferPool pool, int capacity)
    {
        _pool = pool;
        Capacity = capacity;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)capacity, Alignment);
        _managed = new NativeMemoryManager(_memory, capacity);
    }

    /// <summary>Bytes in the message.</summary>
    public int Length { get; private set; }

    /// <summary>The first byte of the message; valid until <see cref="Dispose"/>.</summary>
    public byte* Pointer => _start;

    /// <summary>The message; valid until <see cref="Dispose"/>.</summary>
    public Span<byte> Span => new(_start, Length);

    /// <summary>The message; valid until <see cref="Dispose"/>.</summary>
    internal Memory<byte> Memory => _managed.Memory.Slice((int)(_start - _memory), Length);

    internal int Capacity { get; }

    /// <summary>
    /// Gives the memory back. Only the holder may, and once: right after, the memory may be another message's.
    /// </summary>
    public void Dispose()
    {
        // Were it given back twice, it would be lent to two; holders that err by disposing at once from two threads
        // are borne.
        if (Interlocked.Exchange(ref _rented, 0) == 1)
        {
            _budget?.GiveBack(_charged);
            _budget = null;
            _charged = 0;
            _pool.Return(this);
        }
    }

    internal void Open(int length)
    {
        // Capacity is a multiple of the alignment, so the end of a message of this length can lie on a boundary.
        var end = (length + Alignment - 1) & ~(Alignment - 1);
        _start = _memory + (end - length);
        Length = length;
        _rented = 1;
    }

    /// <summary>Takes this buffer's first bytes from a budget, where they are not yet; they go back with the buffer.</summary>
    /// <returns>False, and nothing taken, where they do not fit.</returns>
    internal bool TryCharge(ByteBudget budget, int bytes)
    {
        if (!budget.TryTake(bytes - _charged))
        {
            return false;
        }

        _budget = budget;
        _charged = bytes;
        return true;
    }

    internal void Free() => NativeMemory.AlignedFree(_memory);
}
