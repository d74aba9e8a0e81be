using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.TestCluster.Real;

/// <summary>The keys of one test cluster, made anew for each and written as files for its programs.</summary>
internal sealed class ClusterKeys : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(2);
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ClusterKeys(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        var request = new CertificateRequest("CN=test-cluster-ca", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow + Lifetime);
        File.WriteAllText(AuthorityFile, Authority.ExportCertificatePem());

        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(TokenFile, $"{Token},admin,1,system:masters\n");

        using var serving = Issue("CN=kube-apiserver", server: true);
        File.WriteAllText(ServingCertificateFile, serving.ExportCertificatePem());
        File.WriteAllText(ServingKeyFile, serving.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());

        using var accounts = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(ServiceAccountKeyFile, accounts.ExportECPrivateKeyPem());
    }

    public X509Certificate2 Authority { get; }

    /// <summary>The administrator's bearer token.</summary>
    public string Token { get; }

    public string AuthorityFile => InFolder("ca.crt");

    public string TokenFile => InFolder("tokens.csv");

    public string ServingCertificateFile => InFolder("apiserver.crt");

    public string ServingKeyFile => InFolder("apiserver.key");

    public string ServiceAccountKeyFile => InFolder("service-accounts.key");

    private string Folder { get; }

    /// <summary>A certificate with its key, for a server on the loopback or for a client whose subject names user (CN) and groups (O).</summary>
    public X509Certificate2 Issue(string subject, bool server)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        if (server)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        using var signed = request.Create(Authority, Authority.NotBefore, Authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        Authority.Dispose();
        _authorityKey.Dispose();
    }

    private string InFolder(string file) => Path.Combine(Folder, file);
}
