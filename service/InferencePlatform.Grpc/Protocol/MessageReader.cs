using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using InferencePlatform.Grpc.Memory;

namespace InferencePlatform.Grpc.Protocol;

/// <summary>
/// Reads the messages of one body. Each goes from the transport's buffers straight into one piece of pooled memory,
/// as it arrives; one that is too long is refused by its header alone.
/// </summary>
internal sealed class MessageReader
{
    private readonly MessageReaderLimits _limits;
    private PipeReader _pipe = null!;
    private string? _encoding;
    private MessageBuffer? _message;
    private int _filled;
    private bool _compressed;
    private bool _ended;
    private Status? _refusal;
    private CancellationTokenSource? _stall;
    private CancellationToken _stallFollows;

    public MessageReader(MessageReaderLimits limits) => _limits = limits;

    /// <summary>Whether the body is known to have ended after the last message.</summary>
    public bool Ended => _ended;

    /// <summary>Whether the message read last came compressed.</summary>
    public bool LastWasCompressed => _compressed;

    public void Begin(PipeReader pipe, string? encoding)
    {
        _pipe = pipe;
        _encoding = encoding;
        _ended = false;
        _refusal = null;
        _compressed = false;
    }

    /// <summary>Gives back what an unfinished message holds.</summary>
    public void End()
    {
        _message?.Dispose();
        _message = null;
        _pipe = null!;
        _stall?.Dispose();
        _stall = null;
    }

    /// <summary>
    /// The next message, or null at the end of the body, where it is here already; false where it must be waited for.
    /// </summary>
    public bool TryRead(out MessageBuffer? message)
    {
        message = null;
        return HasEnded() || (_pipe.TryRead(out var result) && TryTake(result, out message));
    }

    /// <summary>The next message, which is the caller's to dispose, or null at the end of the body.</summary>
    /// <exception cref="RpcException">The body is malformed, or the message over a limit.</exception>
    /// <remarks>A token costs something to make, so ask <see cref="TryRead"/> first.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<MessageBuffer?> ReadAsync(CancellationToken cancellationToken)
    {
        while (!HasEnded())
        {
            var result = _message is null || _limits.StallTimeout == Timeout.InfiniteTimeSpan
                ? await _pipe.ReadAsync(cancellationToken)
                : await ReadWithinStallTimeAsync(cancellationToken);
            if (TryTake(result, out var message))
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>A body that was refused once has no place to go on from, so it is refused again.</summary>
    private bool HasEnded() => _refusal is { } refusal ? throw new RpcException(refusal) : _ended;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadWithinStallTimeAsync(CancellationToken cancellationToken)
    {
        if (_pipe.TryRead(out var ready))
        {
            return ready;
        }

        if (_stall is null || _stallFollows != cancellationToken || !_stall.TryReset())
        {
            _stall?.Dispose();
            _stallFollows = cancellationToken;
            _stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        }

        _stall.CancelAfter(_limits.StallTimeout);
        try
        {
            return await _pipe.ReadAsync(_stall.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && _stall.IsCancellationRequested)
        {
            throw new RpcException(StatusCode.DeadlineExceeded, $"Nothing came for {_limits.StallTimeout.TotalSeconds:0.###} s in the middle of a message: {_filled} of its {_message!.Length} bytes are here.");
        }
    }

    private bool TryTake(in ReadResult read, out MessageBuffer? message)
    {
        try
        {
            return TryTakeValid(read, out message);
        }
        catch (RpcException e)
        {
            _refusal = e.Status;
            throw;
        }
    }

    /// <summary>Takes what a read brought; true when it completes a message or the body.</summary>
    private bool TryTakeValid(in ReadResult read, out MessageBuffer? message)
    {
        var bytes = read.Buffer;
        if (_message is null)
        {
            if (!TryBegin(bytes, read.IsCompleted))
            {
                message = null;
                return _ended;
            }

            bytes = bytes.Slice(MessageFrame.Size);
        }

        var wanted = Math.Min(bytes.Length, _message!.Length - _filled);
        _limits.Charge(_message, _filled + (int)wanted);
        bytes.Slice(0, wanted).CopyTo(_message.Span[_filled..]);
        _filled += (int)wanted;
        var complete = _filled == _message.Length;
        _ended = complete && read.IsCompleted && wanted == bytes.Length;
        _pipe.AdvanceTo(bytes.GetPosition(wanted));
        if (!complete && read.IsCompleted)
        {
            throw new RpcException(StatusCode.Internal, $"The body ends in the middle of a message: {_filled} of its {_message.Length} bytes came.");
        }

        message = complete ? Finish() : null;
        return complete;
    }

    private bool TryBegin(in ReadOnlySequence<byte> bytes, bool bodyCompleted)
    {
        if (MessageFrame.TryRead(bytes, out var frame))
        {
            _message = _limits.Admit(frame, _encoding);
            _filled = 0;
            _compressed = frame.Compressed;
            return true;
        }

        var left = bytes.Length;
        _pipe.AdvanceTo(bytes.Start, bytes.End);
        _ended = bodyCompleted;
        return !bodyCompleted || left == 0
            ? false
            : throw new RpcException(StatusCode.Internal, $"The body ends in the middle of a message frame: {left} of its {MessageFrame.Size} bytes came.");
    }

    private MessageBuffer Finish()
    {
        var message = _message!;
        _message = null;
        if (!_compressed)
        {
            return message;
        }

        using (message)
        {
            return GzipMessage.Decompress(message, _limits);
        }
    }
}
