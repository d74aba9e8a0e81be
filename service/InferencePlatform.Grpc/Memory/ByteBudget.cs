namespace InferencePlatform.Grpc.Memory;

/// <summary>A number of bytes that may be in flight at once; what does not fit is refused, never waited for.</summary>
public sealed class ByteBudget
{
    private long _used;

    /// <summary>Creates a budget.</summary>
    /// <param name="limit">Bytes in flight at most; positive.</param>
    public ByteBudget(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        Limit = limit;
    }

    /// <summary>Bytes in flight at most.</summary>
    public long Limit { get; }

    /// <summary>Bytes in flight now.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Takes bytes; false, and nothing taken, where they do not fit.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= Limit)
        {
            return true;
        }

        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    /// <summary>Gives bytes back that <see cref="TryTake"/> took.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
