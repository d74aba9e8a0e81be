using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using InferencePlatform.Kubernetes.Hosting;
using InferencePlatform.Kubernetes.Telemetry;
using InferencePlatform.Kubernetes.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace InferencePlatform.Kubernetes.Tests.Hosting;

/// <summary>Metrics over TLS, beside the pages for probes.</summary>
public sealed class SecureMetricsTests : IDisposable
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private readonly string _folder = Directory.CreateTempSubdirectory("secure-metrics-").FullName;
    private readonly TestCertificates _ours = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Metrics_are_served_over_TLS_alone_and_probes_in_clear()
    {
        Write(_ours.Issue("127.0.0.1"));
        await using var pages = await StartAsync(Options());
        var (clear, secure) = (pages.Addresses.Single(a => a.Scheme == "http"), pages.Addresses.Single(a => a.Scheme == "https"));
        using var http = Client();

        Assert.Contains("controller_runtime", await http.GetStringAsync(new Uri(secure, "/metrics"), Cancelled), StringComparison.Ordinal);
        Assert.Equal("ready\n", await http.GetStringAsync(new Uri(clear, "/readyz"), Cancelled));
        using var refused = await http.GetAsync(new Uri(clear, "/metrics"), Cancelled);
        Assert.Equal((HttpStatusCode.NotFound, "Metrics are served over TLS, at a port of their own.\n"), (refused.StatusCode, await refused.Content.ReadAsStringAsync(Cancelled)));
    }

    [Fact]
    public async Task A_page_of_the_programs_own_is_where_the_metrics_are()
    {
        Write(_ours.Issue("127.0.0.1"));
        await using var pages = await StartAsync(Options());
        var (clear, secure) = (pages.Addresses.Single(a => a.Scheme == "http"), pages.Addresses.Single(a => a.Scheme == "https"));
        using var http = Client();

        Assert.Equal("of the program", await http.GetStringAsync(new Uri(secure, "/own"), Cancelled));
        using var refused = await http.GetAsync(new Uri(clear, "/own"), Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Where_scrapers_must_show_a_certificate_only_one_of_the_right_authority_is_let_in()
    {
        Write(_ours.Issue("127.0.0.1"));
        await File.WriteAllTextAsync(InFolder("ca.crt"), _ours.Authority.ExportCertificatePem(), Cancelled);
        await using var pages = await StartAsync(Options() with { ClientAuthoritiesFile = InFolder("ca.crt") });
        var metrics = new Uri(pages.Addresses.Single(a => a.Scheme == "https"), "/metrics");

        using var known = Client(_ours.Issue("prometheus"));
        Assert.NotEmpty(await known.GetStringAsync(metrics, Cancelled));
        using var nobody = Client();
        await Assert.ThrowsAsync<HttpRequestException>(() => nobody.GetStringAsync(metrics, Cancelled));
        using var stranger = Client(new TestCertificates().Issue("prometheus"));
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetStringAsync(metrics, Cancelled));
    }

    [Fact]
    public void A_renewed_certificate_holds_for_new_connections_and_a_broken_one_does_not()
    {
        var time = new FakeTimeProvider();
        var (first, second) = (_ours.Issue("first"), _ours.Issue("second"));
        Write(first);
        var certificates = new MetricsCertificates(Options(), time);

        Write(second);
        Assert.Equal(first.Thumbprint, ThumbprintOf(certificates));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(second.Thumbprint, ThumbprintOf(certificates));
        File.WriteAllText(InFolder("tls.key"), "half of a k");
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(second.Thumbprint, ThumbprintOf(certificates));
        Write(first);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(first.Thumbprint, ThumbprintOf(certificates));
    }

    [Fact]
    public async Task A_missing_certificate_is_named_at_the_start()
    {
        var e = await Assert.ThrowsAsync<MetricsCertificateException>(() => StartAsync(Options()));
        Assert.Contains(InFolder("tls.crt"), e.Message, StringComparison.Ordinal);
    }

    private static string ThumbprintOf(MetricsCertificates certificates) => certificates.Current.ServerCertificateContext!.TargetCertificate.Thumbprint;

    private static Task<ManagementServer> StartAsync(SecureMetricsOptions options) =>
        ManagementServer.StartAsync(
            new ControllerManagerOptions
            {
                Endpoints = [AnyPort],
                SecureMetrics = options,
                Pages = new Dictionary<string, RequestDelegate> { ["/own"] = context => context.Response.WriteAsync("of the program") },
            },
            new ControllerMetrics(),
            () => null,
            Cancelled);

    private SecureMetricsOptions Options() => new(AnyPort, InFolder("tls.crt"), InFolder("tls.key"));

    private string InFolder(string file) => Path.Combine(_folder, file);

    private void Write(X509Certificate2 certificate)
    {
        File.WriteAllText(InFolder("tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(InFolder("tls.key"), TestCertificates.KeyPem(certificate));
    }

    private HttpClient Client(X509Certificate2? certificate = null) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _ours.Authority }, RevocationMode = X509RevocationMode.NoCheck },
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
        },
    });
}
