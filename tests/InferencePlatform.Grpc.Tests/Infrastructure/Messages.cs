using Google.Protobuf;

namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>Protobuf messages over the calls of <see cref="HttpCaller"/>.</summary>
internal static class Messages
{
    /// <summary>Makes a unary call; throws as a client would where the status is not OK.</summary>
    public static async Task<T> CallAsync<T>(this HttpCaller client, string method, IMessage request)
        where T : IMessage<T>, new()
    {
        var answer = await client.CallAsync(method, Frames.Of(request));
        return answer.Status == StatusCode.OK
            ? Parse<T>(Assert.Single(Frames.Split(answer.Body)))
            : throw new RpcException(answer.Status, answer.Detail);
    }

    public static Task SendAsync(this StreamingCall call, IMessage message) => call.WriteAsync(Frames.Of(message));

    public static async Task<T> ReceiveAsync<T>(this StreamingCall call)
        where T : IMessage<T>, new()
    {
        var message = await call.ReadAsync();
        Assert.NotNull(message);
        return Parse<T>(message);
    }

    private static T Parse<T>(byte[] message)
        where T : IMessage<T>, new()
    {
        var parsed = new T();
        parsed.MergeFrom(message);
        return parsed;
    }
}
