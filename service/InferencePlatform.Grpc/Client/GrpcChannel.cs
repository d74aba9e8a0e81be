using InferencePlatform.Grpc.Memory;
using InferencePlatform.Grpc.Protocol;

namespace InferencePlatform.Grpc.Client;

/// <summary>
/// Calls the gRPC server at one address, over connections that are opened as they are needed and shared by all calls.
/// Methods are named <c>package.Service/Method</c>. Safe for use by many threads at once.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    /// <summary>Memory of received messages that is kept for the next ones.</summary>
    private const long MaxRetainedBytes = 16 << 20;

    private readonly GrpcChannelOptions _options;

    /// <summary>Creates a channel; it connects with the first call.</summary>
    /// <param name="address"><c>http://host:port</c> for HTTP/2 in clear with prior knowledge, or <c>https://host:port</c>.</param>
    /// <param name="options">How to connect; null for the defaults.</param>
    /// <exception cref="ArgumentException">The address or an option is not usable.</exception>
    public GrpcChannel(Uri address, GrpcChannelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException($"'{address}' is neither http://host:port nor https://host:port.", nameof(address));
        }

        _options = options ?? new GrpcChannelOptions();
        foreach (var size in (ReadOnlySpan<int>)[_options.MaxReceiveMessageSize, _options.MaxSendMessageSize])
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(options));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(size, GrpcChannelOptions.LargestMessageSize, nameof(options));
        }

        Address = address;
        Limits = new MessageReaderLimits(new MessageBufferPool(MaxRetainedBytes), null, _options.MaxReceiveMessageSize, Timeout.InfiniteTimeSpan);
        Invoker = _options.Handler is { } handler
            ? new HttpMessageInvoker(handler, disposeHandler: false)
            : new HttpMessageInvoker(ChannelHandler.Create(_options), disposeHandler: true);
    }

    /// <summary>The server's address.</summary>
    public Uri Address { get; }

    internal HttpMessageInvoker Invoker { get; }

    internal MessageReaderLimits Limits { get; }

    /// <summary>Calls a method with one request and one response.</summary>
    /// <exception cref="RpcException">The call did not end OK.</exception>
    /// <exception cref="OperationCanceledException">The caller's token ended it.</exception>
    public async Task<TResponse> UnaryAsync<TRequest, TResponse>(
        string fullMethod, MessageCodec<TRequest> requests, MessageCodec<TResponse> responses, TRequest request, CallOptions? options = null) =>
        (await UnaryWithMetadataAsync(fullMethod, requests, responses, request, options)).Message;

    /// <summary>The same as <see cref="UnaryAsync"/>, with the response's metadata.</summary>
    /// <exception cref="RpcException">The call did not end OK.</exception>
    /// <exception cref="OperationCanceledException">The caller's token ended it.</exception>
    public async Task<UnaryResponse<TResponse>> UnaryWithMetadataAsync<TRequest, TResponse>(
        string fullMethod, MessageCodec<TRequest> requests, MessageCodec<TResponse> responses, TRequest request, CallOptions? options = null)
    {
        using var call = Begin(fullMethod, SingleMessage(requests, request, options), options, cancellable: false);
        await call.OpenAsync();
        return await SingleResponse.ReadAsync(call, responses);
    }

    /// <summary>Calls a method with one request and a stream of responses. The call is under way on return.</summary>
    public ServerStreamingCall<TResponse> ServerStreaming<TRequest, TResponse>(
        string fullMethod, MessageCodec<TRequest> requests, MessageCodec<TResponse> responses, TRequest request, CallOptions? options = null) =>
        new(Begin(fullMethod, SingleMessage(requests, request, options), options), responses);

    /// <summary>Calls a method with a stream of requests and one response. The call is under way on return.</summary>
    public ClientStreamingCall<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(
        string fullMethod, MessageCodec<TRequest> requests, MessageCodec<TResponse> responses, CallOptions? options = null)
    {
        var content = new RequestStreamContent();
        var call = Begin(fullMethod, content, options);
        return new(call, settled => Writer(call, content, requests, settled, options), responses);
    }

    /// <summary>Calls a method with a stream of requests and a stream of responses. The call is under way on return.</summary>
    public DuplexStreamingCall<TRequest, TResponse> DuplexStreaming<TRequest, TResponse>(
        string fullMethod, MessageCodec<TRequest> requests, MessageCodec<TResponse> responses, CallOptions? options = null)
    {
        var content = new RequestStreamContent();
        var call = Begin(fullMethod, content, options);
        return new(call, settled => Writer(call, content, requests, settled, options), responses);
    }

    /// <summary>
    /// Closes each connection as soon as the calls in flight on it are done; calls made after that end with
    /// <see cref="StatusCode.Cancelled"/>.
    /// </summary>
    public void Dispose()
    {
        Invoker.Dispose();
        Limits.Pool.Dispose();
    }

    private RequestWriter<T> Writer<T>(ClientCall call, RequestStreamContent content, MessageCodec<T> codec, Func<Task> settled, CallOptions? options) =>
        new(call, content, codec, settled, _options.MaxSendMessageSize, Compresses(options));

    private SingleMessageContent SingleMessage<T>(MessageCodec<T> codec, T message, CallOptions? options)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return new SingleMessageContent(FramedMessage.Create(codec, message, Compresses(options), _options.MaxSendMessageSize));
    }

    private ClientCall Begin(string fullMethod, HttpContent content, CallOptions? options, bool cancellable = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullMethod);
        var lifetime = new CallLifetime(options ?? CallOptions.None, cancellable);
        try
        {
            var request = RequestFactory.Create(new Uri(Address, "/" + fullMethod), content, options?.Headers, lifetime.Timeout, Compresses(options));
            return new ClientCall(this, request, lifetime);
        }
        catch
        {
            content.Dispose();
            lifetime.Dispose();
            throw;
        }
    }

    private bool Compresses(CallOptions? options) => options?.Compress ?? _options.Compress;
}
