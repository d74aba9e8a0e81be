using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Service.Tls;

/// <summary>A certificate with its key, and who is let in: what handshakes are made with until the files change.</summary>
internal sealed class TlsIdentity
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    // Of TLS 1.2 only those that RFC 9113, appendix A, lets HTTP/2 use: ephemeral keys and authenticated encryption.
    private static readonly CipherSuitesPolicy Ciphers = new(
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]);

    private readonly X509Certificate2 _certificate;

    /// <param name="certificate">The server's own, with its key.</param>
    /// <param name="chain">What leads from it to its authority, as far as it is to be sent.</param>
    /// <param name="clientAuthorities">Who vouches for clients; null where clients need no certificate.</param>
    public TlsIdentity(X509Certificate2 certificate, X509Certificate2Collection chain, X509Certificate2Collection? clientAuthorities)
    {
        _certificate = certificate;

        // Offline, or a certificate could make this process ask the addresses that stand in it.
        var context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        Grpc = CreateOptions(context, clientAuthorities, SslApplicationProtocol.Http2);
        Rest = CreateOptions(context, clientAuthorities, SslApplicationProtocol.Http11);
    }

    /// <summary>For connections to the gRPC port.</summary>
    public SslServerAuthenticationOptions Grpc { get; }

    /// <summary>For connections to the REST port.</summary>
    public SslServerAuthenticationOptions Rest { get; }

    public string Subject => _certificate.Subject;

    /// <summary>The certificate's SHA-256, in hex digits.</summary>
    public string Fingerprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>From then on clients refuse the certificate; UTC.</summary>
    public DateTimeOffset Expires => new(_certificate.NotAfter.ToUniversalTime());

    public bool RequiresClientCertificates => Grpc.ClientCertificateRequired;

    private static SslServerAuthenticationOptions CreateOptions(
        SslStreamCertificateContext context, X509Certificate2Collection? clientAuthorities, SslApplicationProtocol protocol) => new()
        {
            ServerCertificateContext = context,
            ApplicationProtocols = [protocol],
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CipherSuitesPolicy = Ciphers,

            // HTTP/2 forbids it: RFC 9113, 9.2.1.
            AllowRenegotiation = false,
            ClientCertificateRequired = clientAuthorities is not null,
            CertificateChainPolicy = clientAuthorities is null ? null : CreatePolicy(clientAuthorities),
        };

    private static X509ChainPolicy CreatePolicy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,

            // A client's certificate must not make this process ask addresses of the client's choice.
            DisableCertificateDownloads = true,
            ApplicationPolicy = { new Oid(ClientAuthentication) },
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
