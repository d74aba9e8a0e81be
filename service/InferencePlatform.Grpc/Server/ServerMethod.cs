namespace InferencePlatform.Grpc.Server;

/// <summary>One method that a server answers.</summary>
/// <param name="FullName">Service and method, as in <c>package.Service/Method</c>.</param>
/// <param name="Handler">Serves one call: reads its messages, writes its answers, or throws.</param>
/// <param name="Inline">Whether the handler runs on the thread that reads the connection.</param>
internal sealed record ServerMethod(string FullName, Func<ServerCall, ValueTask> Handler, bool Inline)
{
    /// <summary>The service's full name, without the method.</summary>
    public string Service => FullName[..FullName.LastIndexOf('/')];

    internal HandledCalls Handled { get; } = new(FullName[..FullName.LastIndexOf('/')], FullName[(FullName.LastIndexOf('/') + 1)..]);
}
