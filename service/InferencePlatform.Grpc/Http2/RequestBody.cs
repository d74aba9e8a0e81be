using System.Buffers;
using System.Threading.Tasks.Sources;
using InferencePlatform.Grpc.Protocol;
using InferencePlatform.Grpc.Server;

namespace InferencePlatform.Grpc.Http2;

/// <summary>
/// The body of one request. The thread that reads the connection delivers to it and a handler reads from it. A handler
/// that waits gets the bytes copied straight from the transport's memory to where it wants them; what nobody waits for
/// is kept, up to the stream's window.
/// </summary>
internal sealed class RequestBody(Http2Stream stream) : IByteSource, IValueTaskSource<int>
{
    private readonly Lock _gate = new();
    private readonly ByteQueue _kept = new();
    private ManualResetValueTaskSourceCore<int> _wait;
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellationToken;
    private Memory<byte> _target;
    private int _delivered;
    private bool _waiting;
    private bool _open;
    private bool _ended;
    private bool _broken;
    private bool _inline;

    public bool IsCompleted
    {
        get
        {
            lock (_gate)
            {
                return _ended && _kept.Length == 0;
            }
        }
    }

    /// <param name="inline">Whether a handler that waited goes on, on the thread that delivers.</param>
    public void Begin(bool inline)
    {
        lock (_gate)
        {
            _inline = inline;
            _open = true;
            _ended = false;
            _broken = false;
        }
    }

    /// <summary>Drops what was not read, and what is still to come, once the handler is done.</summary>
    public void End()
    {
        lock (_gate)
        {
            _open = false;
            DropKept();
        }
    }

    /// <summary>Takes bytes off the connection; the rest, if not all are taken, is to be delivered after <see cref="Resume"/>.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="last">Whether the body ends with it.</param>
    /// <param name="resume">Whether a handler waited and is to be let go on.</param>
    public int Deliver(in ReadOnlySequence<byte> bytes, bool last, out bool resume)
    {
        int taken;
        lock (_gate)
        {
            resume = _waiting;
            taken = (int)(_waiting ? Math.Min(bytes.Length, _target.Length) : bytes.Length);
            _ended |= last && taken == bytes.Length;
            if (_waiting)
            {
                bytes.Slice(0, taken).CopyTo(_target.Span);
                _delivered = taken;
                resume = taken > 0 || _ended;
                _waiting = !resume;
            }
            else if (_open)
            {
                Keep(bytes);
                return taken;
            }
        }

        stream.Consumed(taken);
        return taken;
    }

    /// <summary>Lets the handler go on that <see cref="Deliver"/> said was waiting.</summary>
    public void Resume() => _wait.SetResult(_delivered);

    /// <summary>The client is gone: a handler that waits, or reads on, is told so.</summary>
    public void Break()
    {
        lock (_gate)
        {
            _broken = true;
            _open = false;
            DropKept();
            if (!_waiting)
            {
                return;
            }

            _waiting = false;
            _wait.RunContinuationsAsynchronously = true;
        }

        _wait.SetException(new ClientLeftException());
    }

    public int Read(Span<byte> target)
    {
        int count;
        lock (_gate)
        {
            if (_broken)
            {
                throw new ClientLeftException();
            }

            count = _kept.Read(target);
        }

        if (count > 0)
        {
            stream.Consumed(count);
        }

        return count;
    }

    public ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        bool waits;
        lock (_gate)
        {
            if (_broken)
            {
                return ValueTask.FromException<int>(new ClientLeftException());
            }

            waits = _kept.Length == 0 && !_ended;
            if (waits)
            {
                _waiting = true;
                _inline &= target.Length <= Http2Limits.InlineMessage;
                _wait.Reset();
                _wait.RunContinuationsAsynchronously = !_inline;
                _target = target;
                _cancellationToken = cancellationToken;
            }
        }

        // Not what the field says by now: bytes may have come since, and this wait is what they are handed to.
        if (!waits)
        {
            return ValueTask.FromResult(Read(target.Span));
        }

        // A token signalled already ends the wait here.
        _registration = cancellationToken.UnsafeRegister(static body => ((RequestBody)body!).Cancel(), this);
        return new ValueTask<int>(this, _wait.Version);
    }

    int IValueTaskSource<int>.GetResult(short token)
    {
        _registration.Dispose();
        _target = default;
        return _wait.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void Cancel()
    {
        lock (_gate)
        {
            if (!_waiting || !_cancellationToken.IsCancellationRequested)
            {
                return;
            }

            _waiting = false;
            _wait.RunContinuationsAsynchronously = true;
        }

        _wait.SetException(new OperationCanceledException(_cancellationToken));
    }

    private void Keep(in ReadOnlySequence<byte> bytes)
    {
        foreach (var piece in bytes)
        {
            _kept.Write(piece.Span);
        }
    }

    private void DropKept()
    {
        stream.Connection.Consumed((int)_kept.Length);
        _kept.Clear();
    }
}
