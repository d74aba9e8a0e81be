using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace InferencePlatform.Grpc.Http2;

/// <summary>
/// Reading. One thread at a time reads, and runs the handlers of calls that are cheap itself. What it has to know is in
/// fields before it begins a handler: if that takes long, another thread goes on from there (<see cref="Look"/>), and
/// this one leaves when the handler is done.
/// </summary>
internal sealed partial class Http2Connection
{
    /// <summary>Answers wait no longer than this for others to go with.</summary>
    private static readonly long LongestGathering = Stopwatch.Frequency / 5000;

    private readonly PipeReader _input;
    private readonly TaskCompletionSource _readingEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlySequence<byte> _unread;
    private Http2Stream? _unstarted;
    private Http2Stream? _next;
    private NextStep _nextStep;
    private bool _hasRead;
    private bool _inputEnded;
    private int _readingThread;
    private long _gatheringSince;

    /// <summary>Who reads: counts up with each change of the thread; the lowest bit is set while a handler runs on it.</summary>
    private long _turn;
    private int _handlersRun;
    private int _handlersSeen;

    /// <summary>What is to be done for a stream outside the lock, with the reading ready to be taken over.</summary>
    private enum NextStep
    {
        /// <summary>Its handler begins.</summary>
        Start,

        /// <summary>Its handler goes on with bytes it waited for.</summary>
        Resume,

        /// <summary>Its handler's token is signalled.</summary>
        Cancel,
    }

    /// <summary>Whether a handler ran since the last look. One that runs since then loses the reading to another thread.</summary>
    public bool Look()
    {
        var turn = Volatile.Read(ref _turn);
        var run = Volatile.Read(ref _handlersRun);
        var isNew = run != _handlersSeen;
        _handlersSeen = run;
        if ((turn & 1) == 0)
        {
            return isNew;
        }

        if (!isNew && Interlocked.CompareExchange(ref _turn, turn + 1, turn) == turn)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static c => _ = c.Connection.ReadAsync(c.Turn), (Connection: this, Turn: turn + 1), preferLocal: false);
        }

        return true;
    }

    private async Task ReadAsync(long turn)
    {
        try
        {
            do
            {
                if (!_hasRead && !await ReadMoreAsync())
                {
                    break;
                }

                if (!ReadFrames(turn))
                {
                    return;
                }
            }
            while (EndBatch());
            EndReading(null);
        }
        catch (Exception e)
        {
            EndReading(e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadMoreAsync()
    {
        if (!_input.TryRead(out var read))
        {
            read = await _input.ReadAsync();
        }

        _unread = read.Buffer;
        _inputEnded = read.IsCompleted;
        _hasRead = true;
        _ping.Heard();
        return !(read.IsCanceled && IsDone());
    }

    /// <summary>Handles every frame that is here; false where another thread has taken over meanwhile.</summary>
    private bool ReadFrames(long turn)
    {
        _readingThread = Environment.CurrentManagedThreadId;
        _gatheringSince = Stopwatch.GetTimestamp();
        while (true)
        {
            var moved = TryReadFrame();
            if (!moved && _next is null)
            {
                // What is read next may have to wait for the client, and a call whose headers are here must not.
                TakeUnstarted();
            }

            if (_next is not null && !RunNext(turn))
            {
                return false;
            }

            if (!moved && _unstarted is null)
            {
                return true;
            }
        }
    }

    /// <summary>Lets a handler begin, go on or be cancelled, on this thread; false where another reads when it is done.</summary>
    private bool RunNext(long turn)
    {
        var stream = _next!;
        var step = _nextStep;
        _next = null;
        _handlersRun++;
        Volatile.Write(ref _turn, turn + 1);
        _watch.Begin();

        // From here on the fields may be another thread's already.
        switch (step)
        {
            case NextStep.Start:
                stream.Call.Start();
                break;
            case NextStep.Resume:
                stream.Body.Resume();
                break;
            case NextStep.Cancel:
                stream.Call.Cancel();
                break;
        }

        if (Interlocked.CompareExchange(ref _turn, turn, turn + 1) != turn + 1)
        {
            return false;
        }

        if (_output.Unflushed > 0)
        {
            var now = Stopwatch.GetTimestamp();
            if (now - _gatheringSince > LongestGathering)
            {
                _gatheringSince = now;
                Flush();
            }
        }

        return true;
    }

    /// <summary>Gives back what was read and sends what was answered; false where nothing more is to be read.</summary>
    private bool EndBatch()
    {
        _input.AdvanceTo(_unread.Start, _unread.End);
        _hasRead = false;
        _readingThread = 0;
        Flush();
        if (_output.IsBroken)
        {
            _context.Abort();
            return false;
        }

        return !_inputEnded && !IsDone();
    }

    private void Flush()
    {
        lock (_gate)
        {
            _output.Flush();
        }
    }

    /// <summary>Whether the connection was told to go away and its last call has ended.</summary>
    private bool IsDone()
    {
        lock (_gate)
        {
            return _goingAway == GoingAway.Decided && _streams.Count == 0;
        }
    }

    private void EndReading(Exception? exception)
    {
        try
        {
            lock (_gate)
            {
                _readingThread = 0;
                if (exception is Http2ConnectionException error)
                {
                    WriteGoAway(_lastStream, error.Error, error.Message);
                }
                else if (exception is not (null or IOException or OperationCanceledException))
                {
                    _application.LogConnectionFailure(exception);
                    WriteGoAway(_lastStream, Http2Error.Internal, "");
                }

                _output.Flush();
            }

            if (_hasRead)
            {
                _input.AdvanceTo(_unread.End);
            }
        }
        finally
        {
            _readingEnded.TrySetResult();
        }
    }
}
