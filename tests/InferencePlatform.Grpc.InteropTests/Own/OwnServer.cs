using InferencePlatform.Grpc.Client;
using InferencePlatform.Grpc.Interop.Service;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Testing;

namespace InferencePlatform.Grpc.InteropTests.Own;

/// <summary>Our server with the test service, in this process; no test may leave an error in its log.</summary>
public sealed class OwnServer : IAsyncLifetime
{
    private readonly ErrorCollectingLoggerProvider _errors = new();
    private GrpcServer? _server;

    internal GrpcServer Server => _server!;

    internal int Port => Server.Endpoints[0].Port;

    internal GrpcChannel CreateChannel(GrpcChannelOptions? options = null) => new(new Uri($"http://{Server.Endpoints[0]}"), options);

    /// <summary>Waits until the server is done with all calls, then fails where it logged an error.</summary>
    internal async Task AssertQuietAsync()
    {
        // Calls that were given up end a moment later at the server than at the client, without an event to await.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (Server.CallsInFlight > 0)
        {
            await Task.Delay(1, patience.Token);
        }

        _errors.AssertNone();
        Assert.Equal(0, Server.BytesInFlight);
    }

    public async ValueTask InitializeAsync()
    {
        _server = TestServer.Create(0, _errors.CreateFactory());
        await _server.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
