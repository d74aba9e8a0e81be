using System.Collections.Concurrent;
using System.Net;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace InferencePlatform.Kubernetes.Tests.Rig;

/// <summary>A real server over TLS that answers as a test says, and remembers what it was asked.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app, TestCertificates certificates)
    {
        _app = app;
        Certificates = certificates;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public TestCertificates Certificates { get; }

    public Uri Address { get; }

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public ClusterConfiguration Configuration => new() { Server = Address, CertificateAuthorities = [Certificates.Authority] };

    /// <summary>Paths with their queries, in the order they came.</summary>
    public IReadOnlyList<string> Asked => [.. Requests.Select(r => $"{r.Method} {r.PathAndQuery}")];

    public static async Task<ScriptedServer> StartAsync(
        RequestDelegate answer,
        string certificateName = "127.0.0.1",
        HttpProtocols protocols = HttpProtocols.Http1AndHttp2,
        ClientCertificateMode clientCertificates = ClientCertificateMode.NoCertificate,
        Action<string?>? onServerName = null,
        ScriptedServer? inPlaceOf = null)
    {
        var certificates = inPlaceOf?.Certificates ?? new TestCertificates();
        var certificate = certificates.Issue(certificateName);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, inPlaceOf?.Address.Port ?? 0, port =>
            {
                port.Protocols = protocols;
                port.UseHttps(tls =>
                {
                    tls.ServerCertificateSelector = (_, name) =>
                    {
                        onServerName?.Invoke(name);
                        return certificate;
                    };
                    tls.ClientCertificateMode = clientCertificates;
                    tls.AllowAnyClientCertificate();
                });
            });
        });
        var app = builder.Build();
        ScriptedServer? server = null;
        app.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            server!.Requests.Enqueue(new SeenRequest(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Protocol,
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await body.ReadToEndAsync(context.RequestAborted),
                context.Connection.Id,
                context.Connection.ClientCertificate?.Subject));
            await answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server = new ScriptedServer(app, certificates);
    }

    /// <summary>A client of this server without limits in the way.</summary>
    public KubernetesClient Client(Func<KubernetesClientOptions, KubernetesClientOptions>? change = null)
    {
        var options = new KubernetesClientOptions { RequestsPerSecond = 0, RequestTimeout = TimeSpan.FromSeconds(20) };
        return new KubernetesClient(Configuration, change?.Invoke(options) ?? options);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
