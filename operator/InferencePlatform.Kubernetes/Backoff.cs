namespace InferencePlatform.Kubernetes;

/// <summary>Waits that double from try to try up to a limit, each shortened by up to half so that clients do not come all at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan max)
{
    private int _tries;

    /// <summary>Tries since the last success.</summary>
    public int Tries => _tries;

    public TimeSpan Next()
    {
        var wait = Math.Min(max.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_tries++, 62)));
#pragma warning disable CA5394 // Chance, not a secret.
        return TimeSpan.FromSeconds(wait * (1 - (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }

    public void Reset() => _tries = 0;
}
