using System.Numerics;

namespace InferencePlatform.Grpc.Memory;

/// <summary>
/// Keeps returned message buffers for the next message of about the same size. What it keeps is bounded; what it lends
/// is bounded by whoever admits messages (see <see cref="ByteBudget"/>).
/// </summary>
public sealed class MessageBufferPool : IDisposable
{
    /// <summary>Bytes in one buffer at most.</summary>
    internal const int MaxLength = 1 << LargestShift;

    private const int SmallestShift = 10;
    private const int LargestShift = 30;

    private readonly Stack<MessageBuffer>[] _classes = new Stack<MessageBuffer>[LargestShift - SmallestShift + 1];
    private readonly Lock _gate = new();
    private long _maxRetainedBytes;
    private long _retainedBytes;

    /// <summary>Creates a pool.</summary>
    /// <param name="maxRetainedBytes">Bytes kept for reuse at most; buffers given back beyond it are freed.</param>
    public MessageBufferPool(long maxRetainedBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRetainedBytes);
        _maxRetainedBytes = maxRetainedBytes;
        for (var i = 0; i < _classes.Length; i++)
        {
            _classes[i] = new Stack<MessageBuffer>();
        }
    }

    /// <summary>Bytes kept for reuse now.</summary>
    public long RetainedBytes => Volatile.Read(ref _retainedBytes);

    /// <summary>A buffer that holds a message of this many bytes; its contents are undefined.</summary>
    /// <param name="length">Bytes, from 0 to 2³⁰.</param>
    public MessageBuffer Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        var index = ClassOf(length);
        MessageBuffer? buffer;
        lock (_gate)
        {
            if (_classes[index].TryPop(out buffer))
            {
                _retainedBytes -= buffer.Capacity;
            }
        }

        buffer ??= new MessageBuffer(this, 1 << (index + SmallestShift));
        buffer.Open(length);
        return buffer;
    }

    /// <summary>Frees what is kept; buffers that are lent stay valid and are freed when they are given back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _maxRetainedBytes = 0;
            _retainedBytes = 0;
            foreach (var buffers in _classes)
            {
                while (buffers.TryPop(out var buffer))
                {
                    buffer.Free();
                }
            }
        }
    }

    internal void Return(MessageBuffer buffer)
    {
        lock (_gate)
        {
            if (_retainedBytes + buffer.Capacity <= _maxRetainedBytes)
            {
                _retainedBytes += buffer.Capacity;
                _classes[ClassOf(buffer.Capacity)].Push(buffer);
                return;
            }
        }

        buffer.Free();
    }

    private static int ClassOf(int length) =>
        Math.Max(0, BitOperations.Log2((uint)Math.Max(1, length - 1)) + 1 - SmallestShift);
}
