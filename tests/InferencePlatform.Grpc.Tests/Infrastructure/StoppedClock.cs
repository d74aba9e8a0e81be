using System.Threading.Channels;

namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>A clock that stands still: its alarms ring when a test says so.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private readonly Channel<Alarm> _set = Channel.CreateUnbounded<Alarm>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(() => callback(state), dueTime);
        _set.Writer.TryWrite(alarm);
        return alarm;
    }

    /// <summary>Waits for an alarm of this time to be set, unless one is that was not given up, and rings it.</summary>
    public async Task RingAsync(TimeSpan time)
    {
        while (!(await _set.Reader.ReadAsync(Patience.Token)).TryRing(time))
        {
        }
    }

    private sealed class Alarm(Action ring, TimeSpan time) : ITimer
    {
        private volatile bool _givenUp;

        public bool TryRing(TimeSpan wanted)
        {
            if (_givenUp || wanted != time)
            {
                return false;
            }

            ring();
            return true;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => _givenUp = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
