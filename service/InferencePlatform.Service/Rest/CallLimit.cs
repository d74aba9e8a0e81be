namespace InferencePlatform.Service.Rest;

/// <summary>A number of calls that may be in flight at once; what is over it is refused, never waited for.</summary>
/// <param name="max">Calls at once at most; positive.</param>
internal sealed class CallLimit(int max)
{
    private int _inFlight;

    public int Max => max;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Counts a call in; false, and nothing counted, where there are too many.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= max)
        {
            return true;
        }

        Interlocked.Decrement(ref _inFlight);
        return false;
    }

    public void Exit() => Interlocked.Decrement(ref _inFlight);
}
