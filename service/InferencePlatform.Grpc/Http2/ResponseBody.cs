using System.Threading.Tasks.Sources;
using InferencePlatform.Grpc.Server;

namespace InferencePlatform.Grpc.Http2;

/// <summary>
/// The response of one call on its way into frames: its headers, bytes handed over, bytes that lie where the handler has
/// them, and its trailers. All of it is used under the connection's lock, but for <see cref="Gathered"/>.
/// </summary>
internal sealed unsafe class ResponseBody : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _flush = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellationToken;
    private ByteQueue _handedOver = new();
    private byte* _outside;
    private int _outsideLength;

    /// <summary>What the handler wrote and has not handed over yet; it is the handler's alone.</summary>
    public ByteQueue Gathered { get; private set; } = new();

    /// <summary>The headers' block until it is sent; empty after, and before there is one.</summary>
    public ReadOnlyMemory<byte> Headers { get; set; }

    /// <summary>The trailers' block, or that of the only headers; empty while the handler runs.</summary>
    public ReadOnlyMemory<byte> Trailers { get; set; }

    /// <summary>Bytes to send.</summary>
    public long Unsent => _handedOver.Length + _outsideLength;

    /// <summary>Whether a handler waits until everything is sent.</summary>
    public bool IsAwaited { get; private set; }

    public void Reset()
    {
        Gathered.Clear();
        _handedOver.Clear();
        _outsideLength = 0;
        Headers = Trailers = default;
    }

    /// <summary>Takes over what was gathered, and bytes that stay where they are until they are sent.</summary>
    /// <param name="headers">The headers' block where it goes before them.</param>
    /// <param name="outside">The bytes that stay.</param>
    /// <param name="length">How many they are.</param>
    public void HandOver(ReadOnlyMemory<byte> headers, byte* outside, int length)
    {
        if (!headers.IsEmpty)
        {
            Headers = headers;
        }

        if (_handedOver.Length == 0)
        {
            (_handedOver, Gathered) = (Gathered, _handedOver);
        }
        else
        {
            // The flush before was given up with some of its bytes unsent.
            while (Gathered.Length > 0)
            {
                var next = Gathered.Next;
                _handedOver.Write(next);
                Gathered.Skip(next.Length);
            }
        }

        _outside = outside;
        _outsideLength = length;
    }

    /// <summary>Moves the next bytes into a frame's payload; it is not longer than <see cref="Unsent"/>.</summary>
    public void Take(FrameOutput output, int length)
    {
        while (length > 0 && _handedOver.Length > 0)
        {
            var next = _handedOver.Next;
            next = next[..Math.Min(next.Length, length)];
            output.Write(next);
            _handedOver.Skip(next.Length);
            length -= next.Length;
        }

        if (length > 0)
        {
            output.Write(new ReadOnlySpan<byte>(_outside, length));
            _outside += length;
            _outsideLength -= length;
        }
    }

    /// <summary>Begins a wait for everything to be sent.</summary>
    public ValueTask WaitAsync()
    {
        _flush.Reset();
        IsAwaited = true;
        return new ValueTask(this, _flush.Version);
    }

    /// <summary>Lets a token end the wait; <paramref name="cancel"/> takes the connection's lock and calls <see cref="Cancel"/>.</summary>
    public void CancelBy(Action<object?> cancel, Http2Stream stream, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(cancel, stream);
    }

    /// <summary>Everything was sent.</summary>
    public void CompleteWait()
    {
        if (IsAwaited)
        {
            IsAwaited = false;
            _flush.SetResult(true);
        }
    }

    /// <summary>Ends the wait because its token was signalled; what lies outside may not be touched any more.</summary>
    public void Cancel()
    {
        if (IsAwaited && _cancellationToken.IsCancellationRequested)
        {
            Drop();
            IsAwaited = false;
            _flush.SetException(new OperationCanceledException(_cancellationToken));
        }
    }

    /// <summary>The client is gone.</summary>
    public void Break()
    {
        Drop();
        if (IsAwaited)
        {
            IsAwaited = false;
            _flush.SetException(new ClientLeftException());
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        _registration.Dispose();
        _flush.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _flush.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _flush.OnCompleted(continuation, state, token, flags);

    private void Drop()
    {
        _handedOver.Clear();
        _outsideLength = 0;
    }
}
