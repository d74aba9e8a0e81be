namespace InferencePlatform.Grpc.Server;

/// <summary>
/// The methods a server answers. Handlers throw <see cref="RpcException"/> to end a call with a status; an
/// <see cref="OperationCanceledException"/> after the caller left or the deadline passed is no error.
/// </summary>
public sealed class ServerMethods
{
    private readonly Dictionary<string, ServerMethod> _byPath = new(StringComparer.Ordinal);

    /// <summary>Full names of the services that have a method here, sorted.</summary>
    public IReadOnlyList<string> Services =>
        [.. _byPath.Values.Select(m => m.Service).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    internal IReadOnlyDictionary<string, ServerMethod> ByPath => _byPath;

    /// <summary>Adds a method whose handler works on messages' bytes itself.</summary>
    /// <exception cref="ArgumentException">The name is not of the form package.Service/Method, or is there already.</exception>
    public ServerMethods AddRaw(string fullName, Func<ServerCall, ValueTask> handler) => Add(fullName, handler, inline: false);

    /// <summary>
    /// Adds a method whose handler works on messages' bytes itself, on the thread that reads the connection: for
    /// handlers that take some microseconds, or soon await what takes longer. It must not block.
    /// </summary>
    /// <exception cref="ArgumentException">The name is not of the form package.Service/Method, or is there already.</exception>
    public ServerMethods AddInline(string fullName, Func<ServerCall, ValueTask> handler) => Add(fullName, handler, inline: true);

    /// <summary>Adds a method with one request and one response.</summary>
    public ServerMethods AddUnary<TRequest, TResponse>(
        string fullName,
        MessageCodec<TRequest> requests,
        MessageCodec<TResponse> responses,
        Func<TRequest, ServerCall, ValueTask<TResponse>> handler) =>
        AddRaw(fullName, async call =>
        {
            var request = await call.ReadOnlyMessageAsync(requests);
            await call.WriteAsync(responses, await handler(request, call));
        });

    /// <summary>Adds a method with a stream of requests and one response.</summary>
    public ServerMethods AddClientStreaming<TRequest, TResponse>(
        string fullName,
        MessageCodec<TRequest> requests,
        MessageCodec<TResponse> responses,
        Func<IAsyncEnumerable<TRequest>, ServerCall, ValueTask<TResponse>> handler) =>
        AddRaw(fullName, async call =>
            await call.WriteAsync(responses, await handler(call.ReadAllAsync(requests), call)));

    /// <summary>Adds a method with one request and a stream of responses.</summary>
    public ServerMethods AddServerStreaming<TRequest, TResponse>(
        string fullName,
        MessageCodec<TRequest> requests,
        MessageCodec<TResponse> responses,
        Func<TRequest, ServerCall, IAsyncEnumerable<TResponse>> handler) =>
        AddRaw(fullName, async call =>
            await call.WriteAllAsync(responses, handler(await call.ReadOnlyMessageAsync(requests), call)));

    /// <summary>Adds a method with a stream of requests and a stream of responses.</summary>
    public ServerMethods AddDuplexStreaming<TRequest, TResponse>(
        string fullName,
        MessageCodec<TRequest> requests,
        MessageCodec<TResponse> responses,
        Func<IAsyncEnumerable<TRequest>, ServerCall, IAsyncEnumerable<TResponse>> handler) =>
        AddRaw(fullName, call => call.WriteAllAsync(responses, handler(call.ReadAllAsync(requests), call)));

    private ServerMethods Add(string fullName, Func<ServerCall, ValueTask> handler, bool inline)
    {
        ArgumentNullException.ThrowIfNull(fullName);
        ArgumentNullException.ThrowIfNull(handler);
        var slash = fullName.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == fullName.Length - 1 || fullName.LastIndexOf('/') != slash)
        {
            throw new ArgumentException($"'{fullName}' is not of the form package.Service/Method.", nameof(fullName));
        }

        _byPath.Add("/" + fullName, new ServerMethod(fullName, handler, inline));
        return this;
    }
}
