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
    private readonly byte[] _header = new byte[MessageFrame.Size];
    private IByteSource _source = null!;
    private string? _encoding;
    private MessageBuffer? _message;
    private int _headerFilled;
    private int _filled;
    private bool _compressed;
    private bool _ended;
    private Status? _refusal;
    private CancellationTokenSource? _stall;

    public MessageReader(MessageReaderLimits limits) => _limits = limits;

    /// <summary>Whether the body is known to have ended after the last message.</summary>
    public bool Ended => _ended;

    /// <summary>Whether the message read last came compressed.</summary>
    public bool LastWasCompressed => _compressed;

    public void Begin(IByteSource source, string? encoding)
    {
        _source = source;
        _encoding = encoding;
        _headerFilled = 0;
        _ended = false;
        _refusal = null;
        _compressed = false;
    }

    /// <summary>Gives back what an unfinished message holds.</summary>
    public void End()
    {
        _message?.Dispose();
        _message = null;
        _source = null!;
        ResetStall();
    }

    /// <summary>
    /// The next message, or null at the end of the body, where it is here already; false where it must be waited for.
    /// </summary>
    /// <exception cref="RpcException">The body is malformed, or the message over a limit.</exception>
    public bool TryRead(out MessageBuffer? message)
    {
        if (_refusal is { } refusal)
        {
            // A body that was refused once has no place to go on from, so it is refused again.
            throw new RpcException(refusal);
        }

        try
        {
            message = null;
            return _ended || TryTake(out message);
        }
        catch (RpcException e)
        {
            _refusal = e.Status;
            throw;
        }
    }

    /// <summary>The next message, which is the caller's to dispose, or null at the end of the body.</summary>
    /// <exception cref="RpcException">The body is malformed, or the message over a limit.</exception>
    /// <remarks>A token costs something to make, so ask <see cref="TryRead"/> first.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<MessageBuffer?> ReadAsync(CancellationToken cancellationToken)
    {
        MessageBuffer? message;
        while (!TryRead(out message))
        {
            if (_message is null)
            {
                _headerFilled += await _source.ReadAsync(_header.AsMemory(_headerFilled), cancellationToken);
            }
            else
            {
                var rest = _message.Memory[_filled..];
                _filled += _limits.StallTimeout == Timeout.InfiniteTimeSpan
                    ? await _source.ReadAsync(rest, cancellationToken)
                    : await ReadWithinStallTimeAsync(rest, cancellationToken);
            }
        }

        return message;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadWithinStallTimeAsync(Memory<byte> rest, CancellationToken cancellationToken)
    {
        ResetStall();
        _stall ??= new CancellationTokenSource();
        _stall.CancelAfter(_limits.StallTimeout);
        try
        {
            // Not a linked source, which could not be used again for the next call.
            using (cancellationToken.UnsafeRegister(static stall => ((CancellationTokenSource)stall!).Cancel(), _stall))
            {
                return await _source.ReadAsync(rest, _stall.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && _stall.IsCancellationRequested)
        {
            throw new RpcException(StatusCode.DeadlineExceeded, $"Nothing came for {_limits.StallTimeout.TotalSeconds:0.###} s in the middle of a message: {_filled} of its {_message!.Length} bytes are here.");
        }
    }

    /// <summary>Takes what is here; true when that completes a message or the body.</summary>
    private bool TryTake(out MessageBuffer? message)
    {
        message = null;
        if (_message is null && !TryBegin())
        {
            return _ended;
        }

        if (_filled < _message!.Length)
        {
            _filled += _source.Read(_message.Span[_filled..]);
        }

        _limits.Charge(_message, _filled);
        if (_filled == _message.Length)
        {
            _ended = _source.IsCompleted;
            message = Finish();
            return true;
        }

        return _source.IsCompleted
            ? throw new RpcException(StatusCode.Internal, $"The body ends in the middle of a message: {_filled} of its {_message.Length} bytes came.")
            : false;
    }

    /// <summary>Stops the clock; a source that was signalled is not used again.</summary>
    private void ResetStall() => _stall = _stall?.TryReset() == true ? _stall : null;

    private bool TryBegin()
    {
        if (_headerFilled < MessageFrame.Size)
        {
            _headerFilled += _source.Read(_header.AsSpan(_headerFilled));
        }

        if (MessageFrame.TryRead(_header.AsSpan(0, _headerFilled), out var frame))
        {
            _message = _limits.Admit(frame, _encoding);
            _headerFilled = 0;
            _filled = 0;
            _compressed = frame.Compressed;
            return true;
        }

        _ended = _source.IsCompleted && _headerFilled == 0;
        return _source.IsCompleted && _headerFilled > 0
            ? throw new RpcException(StatusCode.Internal, $"The body ends in the middle of a message frame: {_headerFilled} of its {MessageFrame.Size} bytes came.")
            : false;
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
