using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace InferencePlatform.Grpc.Server;

/// <summary>
/// The memory of the server's connections, in blocks larger than Kestrel's own 4 KiB: a tensor of some hundred
/// kilobytes then takes a few blocks and system calls on its way instead of hundreds. The block given back last is lent
/// first, for the processor's caches still hold it.
/// </summary>
internal sealed class TransportMemoryPool : MemoryPool<byte>
{
    private const int BlockSize = 64 * 1024;

    /// <summary>Blocks kept for reuse at most, by one pool; more are left to the garbage collector.</summary>
    private const int MaxKept = 512;

    private readonly Lock _gate = new();
    private readonly Stack<Block> _kept = new();

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        lock (_gate)
        {
            if (_kept.TryPop(out var block))
            {
                return block;
            }
        }

        return new Block(this);
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _kept.Clear();
        }
    }

    private void Return(Block block)
    {
        lock (_gate)
        {
            if (_kept.Count < MaxKept)
            {
                _kept.Push(block);
            }
        }
    }

    /// <summary>Makes pools for the transport and for Kestrel alike.</summary>
    internal sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new TransportMemoryPool();
    }

    /// <summary>One block; pinned, since the kernel reads and writes it.</summary>
    private sealed class Block(TransportMemoryPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = MemoryMarshalPinned(GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true));

        public void Dispose() => pool.Return(this);

        private static Memory<byte> MemoryMarshalPinned(byte[] array) =>
            System.Runtime.InteropServices.MemoryMarshal.CreateFromPinnedArray(array, 0, array.Length);
    }
}
