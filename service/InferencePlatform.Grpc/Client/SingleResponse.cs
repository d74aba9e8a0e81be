namespace InferencePlatform.Grpc.Client;

/// <summary>Takes the one response of a unary or client-streaming call.</summary>
internal static class SingleResponse
{
    /// <exception cref="RpcException">The call did not end OK, or with no response, or with more than one.</exception>
    public static async Task<UnaryResponse<T>> ReadAsync<T>(ClientCall call, MessageCodec<T> codec)
    {
        T message;
        bool compressed;
        using (var buffer = await call.ReadAsync())
        {
            if (buffer is null)
            {
                throw call.Fail(new Status(StatusCode.Internal, "The call ended OK without the one response it must have."));
            }

            message = call.Parse(codec, buffer);
            compressed = call.LastMessageWasCompressed;
        }

        using (var second = await call.ReadAsync())
        {
            if (second is not null)
            {
                throw call.Fail(new Status(StatusCode.Internal, "The call has more than the one response it must have."));
            }
        }

        return new UnaryResponse<T>(message, call.Headers!, call.Outcome!.Trailers, compressed);
    }

    /// <summary>Reads a message; one that cannot be read ends the call.</summary>
    public static T Parse<T>(this ClientCall call, MessageCodec<T> codec, Memory.MessageBuffer buffer)
    {
        try
        {
            return codec.Read(buffer.Span);
        }
        catch (RpcException e)
        {
            throw call.Fail(e.Status);
        }
    }
}
