using System.Net;
using InferencePlatform.Grpc.Memory;
using InferencePlatform.Service.Rest;
using InferencePlatform.Service.Scheduling;
using InferencePlatform.Service.Telemetry;
using InferencePlatform.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Tests.Rest;

/// <summary>
/// The REST side on a real Kestrel, with a port for HTTP/1.1 and one for HTTP/2. Disposing of it fails the test where an
/// error was logged or where calls or bytes are still counted as in flight.
/// </summary>
internal sealed class RestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ILoggerFactory _loggers;
    private readonly ServiceMetrics _metrics = new();

    private RestServer(Func<RestServices, RestServices> configure)
    {
        _loggers = Errors.CreateFactory();
        Services = configure(new RestServices
        {
            Catalog = RestModels.Catalog,
            Scheduler = new InferenceScheduler(new SchedulerOptions(1, 64), _metrics),
            Metrics = _metrics,
            Buffers = new MessageBufferPool(64 << 20),
            Budget = new ByteBudget(512 << 20),
            Calls = new CallLimit(64),
            Options = new RestOptions(64 << 20, TimeSpan.FromMinutes(10)),
            Readiness = () => (true, ""),
            Loggers = _loggers,
            ServerName = "inference-platform",
            ServerVersion = "1.2.3",
        });
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        _app = builder.Build();
        _app.Run(RestEndpoints.Build(Services));
    }

    public RestServices Services { get; }

    public ErrorCollectingLoggerProvider Errors { get; } = new();

    public HttpClient Http1 { get; private set; } = null!;

    public HttpClient Http2 { get; private set; } = null!;

    public static async Task<RestServer> StartAsync(Func<RestServices, RestServices>? configure = null)
    {
        var server = new RestServer(configure ?? (s => s));
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = server._app.Urls.ToArray();
        server.Http1 = Client(addresses[0], HttpVersion.Version11);
        server.Http2 = Client(addresses[1], HttpVersion.Version20);
        return server;
    }

    public HttpClient Client(bool http2) => http2 ? Http2 : Http1;

    public async ValueTask DisposeAsync()
    {
        Http1.Dispose();
        Http2.Dispose();
        await _app.StopAsync(TestContext.Current.CancellationToken);
        await _app.DisposeAsync();
        Services.Scheduler.Dispose();
        _metrics.Dispose();
        _loggers.Dispose();
        Errors.AssertNone();
        Assert.Equal(0, Services.Budget.Used);
        Assert.Equal(0, Services.Calls.InFlight);
    }

    private static HttpClient Client(string address, Version version) => new(new SocketsHttpHandler())
    {
        BaseAddress = new Uri(address),
        DefaultRequestVersion = version,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
