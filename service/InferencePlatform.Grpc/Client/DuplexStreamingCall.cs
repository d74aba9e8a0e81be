namespace InferencePlatform.Grpc.Client;

/// <summary>A call with a stream of requests and a stream of responses.</summary>
/// <typeparam name="TRequest">The request's type.</typeparam>
/// <typeparam name="TResponse">The response's type.</typeparam>
public sealed class DuplexStreamingCall<TRequest, TResponse> : ServerStreamingCall<TResponse>
{
    internal DuplexStreamingCall(ClientCall call, Func<Func<Task>, RequestWriter<TRequest>> requests, MessageCodec<TResponse> codec)
        : base(call, codec) => Requests = requests(() => Opening);

    /// <summary>Sends the requests.</summary>
    public RequestWriter<TRequest> Requests { get; }
}
