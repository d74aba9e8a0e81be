using Microsoft.ML.OnnxRuntime;

namespace InferencePlatform.Service.Scheduling;

/// <summary>A place for one run on the thread that read its request, used again and again.</summary>
internal sealed class InlineRun : IDisposable
{
    private readonly RunOptions _options = new();
    private readonly Lock _gate = new();
    private ICallLifetime? _lifetime;
    private int _taken;
    private long _count;
    private long _countSeen;

    public bool IsTaken => Volatile.Read(ref _taken) != 0;

    /// <summary>Takes the place for a run; null where it is taken.</summary>
    public RunOptions? TryBegin(ICallLifetime lifetime)
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            return null;
        }

        lock (_gate)
        {
            _lifetime = lifetime;
            _count++;
        }

        return _options;
    }

    public void End()
    {
        lock (_gate)
        {
            _lifetime = null;
            if (_options.Terminate)
            {
                _options.Terminate = false;
            }
        }

        Volatile.Write(ref _taken, 0);
    }

    /// <summary>Stops a run that was under way at the last look too and that nobody waits for any more.</summary>
    /// <returns>Whether there was any run since the last look.</returns>
    public bool Watch()
    {
        lock (_gate)
        {
            var newRun = _count != _countSeen;
            _countSeen = _count;
            if (!newRun && _lifetime is { IsOver: true })
            {
                _options.Terminate = true;
            }

            return newRun || _lifetime is not null;
        }
    }

    public void Dispose() => _options.Dispose();
}
