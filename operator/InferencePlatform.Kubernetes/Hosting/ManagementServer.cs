using InferencePlatform.Kubernetes.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace InferencePlatform.Kubernetes.Hosting;

/// <summary>The pages for probes and scrapers: <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>, and the program's own.</summary>
internal sealed class ManagementServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ManagementServer(WebApplication app) => _app = app;

    public IReadOnlyList<Uri> Addresses => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];

    /// <param name="options">Where to listen, and further pages. Every page is at each endpoint, but for metrics and further pages where they have one of their own.</param>
    /// <param name="metrics">What <c>/metrics</c> shows.</param>
    /// <param name="whyNotReady">What is missing, in a sentence; null where nothing is.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="MetricsCertificateException">There is no certificate for the metrics over TLS that are asked for.</exception>
    public static async Task<ManagementServer> StartAsync(ControllerManagerOptions options, ControllerMetrics metrics, Func<string?> whyNotReady, CancellationToken cancellationToken)
    {
        var certificates = options.SecureMetrics is { } secure ? new MetricsCertificates(secure, TimeProvider.System) : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 256;
            kestrel.Limits.MaxRequestBodySize = 0;
            foreach (var endpoint in options.Endpoints)
            {
                kestrel.Listen(endpoint);
            }

            if (certificates is not null)
            {
                kestrel.Listen(options.SecureMetrics!.Endpoint, listen => listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificates.Current) }));
            }
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, options, metrics, whyNotReady));
        await app.StartAsync(cancellationToken);
        return new ManagementServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private static Task AnswerAsync(HttpContext context, ControllerManagerOptions options, ControllerMetrics metrics, Func<string?> whyNotReady)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "These pages are only read.");
        }

        var path = context.Request.Path.Value ?? "";
        var isForScrapers = path == "/metrics" || options.Pages.ContainsKey(path);
        if (isForScrapers && context.Request.IsHttps != (options.SecureMetrics is not null))
        {
            return WriteAsync(context, StatusCodes.Status404NotFound, "Metrics are served over TLS, at a port of their own.");
        }

        switch (path)
        {
            case "/metrics":
                return metrics.WriteAsync(context);
            case "/healthz":
                // The process answers, which is all that a restart could mend.
                return WriteAsync(context, StatusCodes.Status200OK, "alive");
            case "/readyz":
                return whyNotReady() is { } missing
                    ? WriteAsync(context, StatusCodes.Status503ServiceUnavailable, missing)
                    : WriteAsync(context, StatusCodes.Status200OK, "ready");
            case var _ when options.Pages.TryGetValue(path, out var page):
                return page(context);
            default:
                return WriteAsync(context, StatusCodes.Status404NotFound, $"There is nothing here; this port has {string.Join(", ", ["/metrics", "/healthz", .. options.Pages.Keys])} and /readyz.");
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string line)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(line + "\n", context.RequestAborted);
    }
}
