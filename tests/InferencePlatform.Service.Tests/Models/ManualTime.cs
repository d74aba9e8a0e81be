namespace InferencePlatform.Service.Tests.Models;

/// <summary>A clock whose timers go off when a test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];

    /// <summary>Lets every timer that is set go off once.</summary>
    public void Elapse()
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            due = [.. _timers];
        }

        due.ForEach(t => t.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, Action callback) : ITimer
    {
        private bool _repeats;

        public void Fire()
        {
            if (!_repeats)
            {
                Dispose();
            }

            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            _repeats = period != Timeout.InfiniteTimeSpan;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                lock (time._gate)
                {
                    time._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
