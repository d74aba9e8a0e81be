using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Testing;

/// <summary>A certificate authority of a test's own, with certificates for the loopback.</summary>
internal sealed class TestAuthority : IDisposable
{
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset Since = DateTimeOffset.UtcNow.AddDays(-10);
    private static readonly DateTimeOffset Until = DateTimeOffset.UtcNow.AddDays(10);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name = "CN=test authority")
    {
        var request = RequestAuthority(name, _key);
        Certificate = request.CreateSelfSigned(Since, Until);
    }

    private TestAuthority(string name, TestAuthority issuer)
    {
        var request = RequestAuthority(name, _key);
        using var signed = request.Create(issuer.Certificate, Since, Until, RandomNumberGenerator.GetBytes(8));
        Certificate = signed.CopyWithPrivateKey(_key);
    }

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem();

    /// <summary>An authority that this one vouches for.</summary>
    public TestAuthority Intermediate(string name = "CN=intermediate authority") => new(name, this);

    /// <summary>A certificate for localhost and 127.0.0.1, with its key.</summary>
    /// <param name="use">What it may be used for: <see cref="ServerUse"/> or <see cref="ClientUse"/>.</param>
    /// <param name="name">Its subject.</param>
    /// <param name="until">When it expires; in some days by default.</param>
    /// <param name="since">From when on it is valid; some days ago by default.</param>
    /// <param name="rsaBits">Bits of an RSA key; null for an EC key.</param>
    public X509Certificate2 Issue(string use = ServerUse, string name = "CN=localhost", DateTimeOffset? until = null, DateTimeOffset? since = null, int? rsaBits = null)
    {
        using var rsa = rsaBits is { } bits ? RSA.Create(bits) : null;
        using var ec = rsa is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var request = rsa is null
            ? new CertificateRequest(name, ec!, HashAlgorithmName.SHA256)
            : new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], true));
        var generator = X509SignatureGenerator.CreateForECDsa(_key);
        using var signed = request.Create(Certificate.SubjectName, generator, since ?? Since, until ?? Until, RandomNumberGenerator.GetBytes(8));
        return rsa is null ? signed.CopyWithPrivateKey(ec!) : signed.CopyWithPrivateKey(rsa);
    }

    /// <summary>A policy that trusts this authority alone.</summary>
    public X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(Certificate);
        return policy;
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    /// <summary>The key of a certificate, as PEM.</summary>
    public static string KeyPem(X509Certificate2 certificate) =>
        certificate.GetRSAPrivateKey() is { } rsa ? rsa.ExportPkcs8PrivateKeyPem() : certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    private static CertificateRequest RequestAuthority(string name, ECDsa key) => new(name, key, HashAlgorithmName.SHA256)
    {
        CertificateExtensions =
        {
            new X509BasicConstraintsExtension(true, false, 0, true),
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true),
        },
    };
}
