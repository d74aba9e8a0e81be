using System.Net;
using InferencePlatform.Grpc.Client;
using InferencePlatform.Service.Configuration;
using InferencePlatform.Service.Hosting;
using InferencePlatform.Testing;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Tests;

/// <summary>
/// A whole server on free ports of the loopback, with its models loaded. Disposing of it stops it and fails the test
/// where it logged an error that the test did not take from <see cref="Errors"/>.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly string _scheme;

    private TestServer(ServerOptions options)
    {
        _loggers = Errors.CreateFactory();
        _scheme = options.TlsCertificate is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        Server = new InferenceServer(options, _loggers);
    }

    public InferenceServer Server { get; }

    public ErrorCollectingLoggerProvider Errors { get; } = new();

    public Uri GrpcAddress => new($"{_scheme}://127.0.0.1:{Server.GrpcPort}");

    public Uri HttpAddress => new($"{_scheme}://127.0.0.1:{Server.HttpPort}");

    public Uri ManagementAddress => new($"http://127.0.0.1:{Server.ManagementPort}");

    /// <summary>Starts a server over a repository, by default that of the test models, and waits until it is loaded.</summary>
    public static async Task<TestServer> StartAsync(string? repository = null, Func<ServerOptions, ServerOptions>? configure = null)
    {
        var options = new ServerOptions
        {
            Repository = repository ?? TestFiles.Models,
            Host = IPAddress.Loopback,
            GrpcPort = 0,
            HttpPort = 0,
            ManagementPort = 0,
            Threads = 1,
            DrainDelay = TimeSpan.Zero,
        };
        var test = new TestServer(configure?.Invoke(options) ?? options);
        try
        {
            await test.Server.StartAsync(TestContext.Current.CancellationToken);
            await test.Server.Loaded.WaitAsync(TestContext.Current.CancellationToken);
            return test;
        }
        catch
        {
            await test.Server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the gRPC port; the caller disposes of it.</summary>
    public GrpcChannel Connect() => new(GrpcAddress);

    public async ValueTask DisposeAsync()
    {
        await Server.StopAsync();
        await Server.DisposeAsync();
        _loggers.Dispose();
        Errors.AssertNone();
    }
}
