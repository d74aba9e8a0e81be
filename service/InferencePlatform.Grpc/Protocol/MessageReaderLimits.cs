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
    /// <summary>Memory for the message that a frame announces.</summary>
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

        return Take((int)frame.Length);
    }

    /// <summary>Memory for a message of this length, taken from the budget before it is taken from the pool.</summary>
    /// <exception cref="RpcException">The budget has less.</exception>
    public MessageBuffer Take(int length)
    {
        if (Budget is null)
        {
            return Pool.Rent(length);
        }

        if (!Budget.TryTake(length))
        {
            throw new RpcException(StatusCode.ResourceExhausted, $"The message has {length} bytes, and {Budget.Used} of the {Budget.Limit} bytes allowed in flight are taken; try again later.");
        }

        try
        {
            var buffer = Pool.Rent(length);
            buffer.Charge(Budget);
            return buffer;
        }
        catch (OutOfMemoryException)
        {
            Budget.GiveBack(length);
            throw;
        }
    }
}
