namespace InferencePlatform.Service.Scheduling;

/// <summary>
/// The places for runs on the threads that read requests. What a run costs may depend on its inputs, so a model that
/// was cheap so far can surprise: a look every now and then stops such a run when nobody waits for it any more.
/// </summary>
internal sealed class InlineRuns : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly InlineRun[] _places;
    private readonly Timer _watch;
    private int _watching;

    /// <param name="places">Runs at once; one more must be run elsewhere.</param>
    public InlineRuns(int places)
    {
        _places = [.. Enumerable.Range(0, places).Select(_ => new InlineRun())];
        _watch = new Timer(_ => Watch());
    }

    /// <summary>A place for a run, or null where all are taken.</summary>
    public InlineRun? TryBegin(ICallLifetime lifetime, out Microsoft.ML.OnnxRuntime.RunOptions? options)
    {
        // Threads begin to look at different places, so that they seldom meet.
        var first = Environment.CurrentManagedThreadId;
        for (var i = 0; i < _places.Length; i++)
        {
            var place = _places[(first + i) % _places.Length];
            options = place.TryBegin(lifetime);
            if (options is not null)
            {
                KeepWatching();
                return place;
            }
        }

        options = null;
        return null;
    }

    public void Dispose()
    {
        _watch.Dispose();
        foreach (var place in _places)
        {
            place.Dispose();
        }
    }

    private void KeepWatching()
    {
        // An idle server has no timer.
        if (Volatile.Read(ref _watching) == 0 && Interlocked.Exchange(ref _watching, 1) == 0)
        {
            _watch.Change(Period, Timeout.InfiniteTimeSpan);
        }
    }

    private void Watch()
    {
        var busy = false;
        foreach (var place in _places)
        {
            busy |= place.Watch();
        }

        if (busy)
        {
            _watch.Change(Period, Timeout.InfiniteTimeSpan);
        }
        else
        {
            Interlocked.Exchange(ref _watching, 0);

            // A run that began after its place was looked at saw the watch still on, and did not turn it on.
            if (_places.Any(p => p.IsTaken))
            {
                KeepWatching();
            }
        }
    }
}
