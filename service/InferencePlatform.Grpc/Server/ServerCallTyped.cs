using System.Runtime.CompilerServices;

namespace InferencePlatform.Grpc.Server;

/// <summary>Typed messages over a call's bytes.</summary>
internal static class ServerCallTyped
{
    /// <summary>The one request of a unary or server-streaming call.</summary>
    public static async ValueTask<T> ReadOnlyMessageAsync<T>(this ServerCall call, MessageCodec<T> codec)
    {
        using var buffer = await call.ReadSingleAsync();
        return codec.Read(buffer.Span);
    }

    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        this ServerCall call, MessageCodec<T> codec, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var buffer = await call.ReadAsync();
            if (buffer is null)
            {
                yield break;
            }

            T message;
            using (buffer)
            {
                message = codec.Read(buffer.Span);
            }

            yield return message;
        }
    }

    public static async ValueTask WriteAllAsync<T>(this ServerCall call, MessageCodec<T> codec, IAsyncEnumerable<T> messages)
    {
        await foreach (var message in messages.WithCancellation(call.CancellationToken))
        {
            await call.WriteAsync(codec, message);
            await call.FlushAsync();
        }
    }
}
