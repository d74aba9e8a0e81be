namespace InferencePlatform.Grpc.Client;

/// <summary>A call with a stream of requests and one response.</summary>
/// <typeparam name="TRequest">The request's type.</typeparam>
/// <typeparam name="TResponse">The response's type.</typeparam>
public sealed class ClientStreamingCall<TRequest, TResponse> : StreamingCall
{
    private readonly Task<UnaryResponse<TResponse>> _response;
    private readonly Task _settled;

    internal ClientStreamingCall(ClientCall call, Func<Func<Task>, RequestWriter<TRequest>> requests, MessageCodec<TResponse> codec)
        : base(call)
    {
        _response = ReadAsync(codec);

        // It looks at the exception, because the caller may not: one who gave the call up has no need to.
        _settled = _response.ContinueWith(static response => _ = response.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Requests = requests(() => _settled);
    }

    /// <summary>Sends the requests.</summary>
    public RequestWriter<TRequest> Requests { get; }

    /// <summary>The response; it usually comes after <see cref="RequestWriter{TRequest}.Complete"/>.</summary>
    /// <exception cref="RpcException">The call did not end OK, or not with one response.</exception>
    /// <exception cref="OperationCanceledException">The caller's token ended it.</exception>
    public async Task<TResponse> GetResponseAsync() => (await _response).Message;

    private async Task<UnaryResponse<TResponse>> ReadAsync(MessageCodec<TResponse> codec)
    {
        await Opening;
        return await SingleResponse.ReadAsync(Call, codec);
    }
}
