using System.Net;
using System.Net.Security;
using InferencePlatform.Grpc.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Hosting;

/// <summary>
/// One HTTP port: Kestrel and one handler, without middleware, routing or a host's own life, so that it is up in
/// milliseconds and leaves signals alone.
/// </summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private readonly WebApplication _services;
    private readonly IServer _server;
    private readonly Application _application;

    /// <param name="endpoint">Where it listens.</param>
    /// <param name="limits">What it bears.</param>
    /// <param name="tls">TLS settings, asked for at each connection; null for a port in clear.</param>
    /// <param name="loggers">Where unexpected errors are logged.</param>
    /// <param name="handler">Answers each request.</param>
    public HttpHost(IPEndPoint endpoint, HttpHostLimits limits, Func<SslServerAuthenticationOptions>? tls, ILoggerFactory loggers, RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().LimitConnections(limits.MaxConnections).ConfigureKestrel(kestrel => Configure(kestrel, endpoint, limits, tls));
        if (tls is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        _services = builder.Build();
        _server = _services.Services.GetRequiredService<IServer>();
        _application = new Application(handler);
    }

    /// <summary>The port listened on; only after <see cref="StartAsync"/>.</summary>
    public int Port => new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The address is in use or cannot be had.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(_application, cancellationToken);

    /// <summary>Stops listening and waits for what is in flight; what is left when the token is signalled is aborted.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel, IPEndPoint endpoint, HttpHostLimits limits, Func<SslServerAuthenticationOptions>? tls)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.MaxBodySize;

        // Meant for web pages; the handler bounds the time of a whole request instead.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(endpoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (tls is not null)
            {
                listen.UseTls(tls);
            }
        });
    }

    private sealed class Application(RequestDelegate handler) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handler(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
