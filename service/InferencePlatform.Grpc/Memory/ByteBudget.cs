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
    /// <param name="bytes">How many; not negative.</param>
    public bool TryTake(long bytes)
    {
        // Never adds first to take away after: what is refused must not be seen by another that would fit.
        var used = Volatile.Read(ref _used);
        while (bytes <= Limit - used)
        {
            var seen = Interlocked.CompareExchange(ref _used, used + bytes, used);
            if (seen == used)
            {
                return true;
            }

            used = seen;
        }

        return false;
    }

    /// <summary>Gives bytes back that <see cref="TryTake"/> took.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
