using System.Net;
using InferencePlatform.Grpc.Server;
using InferencePlatform.Testing;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Grpc.Tests.Infrastructure;

/// <summary>
/// A server on a free loopback port with a client on one connection. At its end nothing may be left: no call, no byte
/// of a message, no logged error that the test did not take.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;

    private TestServer(ServerMethods methods, GrpcServerOptions options)
    {
        _loggers = Errors.CreateFactory();
        Grpc = new GrpcServer(methods, options, _loggers);
    }

    public GrpcServer Grpc { get; }

    public ErrorCollectingLoggerProvider Errors { get; } = new();

    public HttpCaller Client { get; private set; } = null!;

    public IPEndPoint EndPoint => Grpc.Endpoints[0];

    public static async Task<TestServer> StartAsync(Action<ServerMethods> add, Action<GrpcServerOptions>? configure = null)
    {
        var methods = new ServerMethods();
        add(methods);
        var options = new GrpcServerOptions { Endpoints = { new IPEndPoint(IPAddress.Loopback, 0) } };
        configure?.Invoke(options);
        var server = new TestServer(methods, options);
        await server.Grpc.StartAsync(Patience.Token);
        server.Client = new HttpCaller(server.EndPoint);
        return server;
    }

    public Task<RawConnection> ConnectAsync(int initialWindow = 65_535) => RawConnection.OpenAsync(EndPoint, initialWindow);

    /// <summary>
    /// Returns when every call is over at the server too, which is a moment after the client has its answer.
    /// </summary>
    public async Task UntilIdleAsync()
    {
        while (Grpc.CallsInFlight > 0)
        {
            await Task.Delay(1, Patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await Grpc.StopAsync(grace.Token);
        await UntilIdleAsync();
        Assert.Equal(0, Grpc.BytesInFlight);
        await Grpc.DisposeAsync();
        _loggers.Dispose();
        Errors.AssertNone();
    }
}
