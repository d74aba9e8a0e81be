namespace InferencePlatform.Kubernetes;

/// <summary>
/// A bucket that fills at a steady rate and is emptied one token at a time. Who comes when it is empty is promised a
/// later token, in order.
/// </summary>
internal sealed class TokenBucket
{
    private readonly Lock _lock = new();
    private readonly double _perSecond;
    private readonly int _burst;
    private readonly TimeProvider _time;
    private double _tokens;
    private long _filledAt;

    /// <param name="perSecond">Tokens a second, over 0.</param>
    /// <param name="burst">Tokens that it holds, 1 or more.</param>
    /// <param name="time">The clock.</param>
    public TokenBucket(double perSecond, int burst, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        (_perSecond, _burst, _time, _tokens, _filledAt) = (perSecond, burst, time, burst, time.GetTimestamp());
    }

    /// <summary>Takes the next token; how long it is until that token is there.</summary>
    public TimeSpan Reserve()
    {
        lock (_lock)
        {
            Fill();
            _tokens--;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _perSecond);
        }
    }

    /// <summary>Takes a token if there is one now.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            Fill();
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }

    /// <summary>Waits for a token; one not waited for to the end goes back.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var wait = Reserve();
        if (wait == TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await Task.Delay(wait, _time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                _tokens++;
            }

            throw;
        }
    }

    private void Fill()
    {
        var now = _time.GetTimestamp();
        _tokens = Math.Min(_burst, _tokens + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * _perSecond));
        _filledAt = now;
    }
}
