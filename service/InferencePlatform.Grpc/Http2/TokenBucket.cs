using System.Diagnostics;

namespace InferencePlatform.Grpc.Http2;

/// <summary>Bounds how often something happens: so many a second, and a number at once.</summary>
internal sealed class TokenBucket(int perSecond, int atOnce)
{
    private double _left = atOnce;
    private long _filledAt = Stopwatch.GetTimestamp();

    /// <summary>Takes some; false where there are too few left.</summary>
    public bool TryTake(int count)
    {
        if (_left < count)
        {
            var now = Stopwatch.GetTimestamp();
            _left = Math.Min(atOnce, _left + (Stopwatch.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
            _filledAt = now;
        }

        if (_left < count)
        {
            return false;
        }

        _left -= count;
        return true;
    }
}
