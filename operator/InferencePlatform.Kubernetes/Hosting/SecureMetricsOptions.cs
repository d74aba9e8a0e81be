using System.Net;

namespace InferencePlatform.Kubernetes.Hosting;

/// <summary>Metrics over TLS, on an endpoint of their own.</summary>
/// <param name="Endpoint">Where to listen.</param>
/// <param name="CertificateFile">PEM of the certificate, with those between it and the authority. Read anew when it changes.</param>
/// <param name="KeyFile">PEM of its key.</param>
public sealed record SecureMetricsOptions(IPEndPoint Endpoint, string CertificateFile, string KeyFile)
{
    /// <summary>PEM of the authorities of scrapers: one without a certificate of theirs is turned away. Null: everybody may scrape.</summary>
    public string? ClientAuthoritiesFile { get; init; }
}
