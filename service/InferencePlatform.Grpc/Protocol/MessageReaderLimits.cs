using InferencePlatform.Grpc.Memory;

namespace InferencePlatform.Grpc.Protocol;

/// <summary>What one received message may cost, and where its memory comes from.</summary>
/// <param name="Pool">Lends the memory of messages.</param>
/// <param name="Budget">Bounds the bytes of all messages together; null for no such bound.</param>
/// <param name="MaxMessageSize">Bytes of one message at most, compressed and not.</param>
/// <param name="StallTimeout">Silence allowed in the middle of a message; may be infinite.</param>
internal sealed record MessageReaderLimits(
    MessageBufferPool Pool, ByteBudget? Budget, int MaxMessageSize, TimeSpan StallTimeout)
{
    /// <summary>
    /// Memory for the message that a frame announces. It must fit the budget but is taken from it only as it arrives,
    /// by <see cref="Charge"/>: else a few clients could take it all with announcements.
    /// </summary>
    /// <exception cref="RpcException">The message is over a limit, or compressed without a codec agreed on.</exception>
    public MessageBuffer Admit(MessageFrame frame, string? encoding)
    {
        if (frame.Compressed && encoding != GrpcHeaders.Gzip)
        {
            throw new RpcException(StatusCode.Internal, $"A message is marked as compressed, but {GrpcHeaders.Encoding} names no codec; send '{GrpcHeaders.Encoding}: {GrpcHeaders.Gzip}' or an uncompressed message.");
        }

        if (frame.Length > MaxMessageSize)
        {
            throw new RpcException(StatusCode.ResourceExhausted, $"The message has {frame.Length} bytes and the limit is {MaxMessageSize}; send less at once or raise the limit.");
        }

        EnsureFits((int)frame.Length);
        return Pool.Rent((int)frame.Length);
    }

    /// <summary>Memory for a whole message of this length, taken from the budget.</summary>
    /// <exception cref="RpcException">The budget has less.</exception>
    public MessageBuffer Take(int length)
    {
        EnsureFits(length);
        var buffer = Pool.Rent(length);
        try
        {
            Charge(buffer, length);
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>Takes the bytes of a message that are here from the budget.</summary>
    /// <param name="message">The message.</param>
    /// <param name="arrived">Bytes from its start; never less than before.</param>
    /// <exception cref="RpcException">The budget has less.</exception>
    public void Charge(MessageBuffer message, int arrived)
    {
        if (Budget is not null && !message.TryCharge(Budget, arrived))
        {
            throw Full(Budget, message.Length);
        }
    }

    private void EnsureFits(int length)
    {
        if (Budget is not null && length > Budget.Limit - Budget.Used)
        {
            throw Full(Budget, length);
        }
    }

    private static RpcException Full(ByteBudget budget, int length) => new(
        StatusCode.ResourceExhausted, $"The message has {length} bytes, and {budget.Used} of the {budget.Limit} bytes allowed in flight are taken; try again later.");
}
