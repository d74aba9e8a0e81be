using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Local.Api;

/// <summary>A certificate authority of this server's own, a certificate it signed, and the token that clients show.</summary>
internal sealed class ServerCertificates : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    private ServerCertificates(X509Certificate2 authority, X509Certificate2 server, string token)
    {
        Authority = authority;
        Server = server;
        Token = token;
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Server { get; }

    public string Token { get; }

    /// <summary>Those that the folder has, or new ones that are put there.</summary>
    /// <param name="directory">Null keeps nothing.</param>
    /// <param name="now">The beginning of new certificates' life.</param>
    public static ServerCertificates Load(string? directory, DateTimeOffset now)
    {
        if (directory is null)
        {
            return Create(now);
        }

        Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(directory, "server.pem");
        var authorityPath = Path.Combine(directory, "ca.crt");
        var tokenPath = Path.Combine(directory, "token");
        if (File.Exists(path) && File.Exists(authorityPath) && File.Exists(tokenPath))
        {
            return new ServerCertificates(X509Certificate2.CreateFromPem(File.ReadAllText(authorityPath)), X509Certificate2.CreateFromPemFile(path, path), File.ReadAllText(tokenPath));
        }

        var created = Create(now);
        Write(authorityPath, created.Authority.ExportCertificatePem());
        Write(tokenPath, created.Token);
        Write(path, $"{created.Server.ExportCertificatePem()}\n{created.Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n");
        return created;
    }

    /// <summary>Lets the server's key go. The authority is public, and clients go on trusting it.</summary>
    public void Dispose() => Server.Dispose();

    private static ServerCertificates Create(DateTimeOffset now)
    {
        // A clock that is a little behind must not refuse the certificate.
        var from = now - TimeSpan.FromHours(1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=inference-platform", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));
        using var authority = authorityRequest.CreateSelfSigned(from, now + Lifetime);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = request.Create(authority, from, now + Lifetime - TimeSpan.FromDays(1), RandomNumberGenerator.GetBytes(16));
        return new ServerCertificates(
            X509CertificateLoader.LoadCertificate(authority.RawData),
            signed.CopyWithPrivateKey(key),
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
    }

    private static void Write(string path, string text)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        using var writer = new StreamWriter(file);
        writer.Write(text);
    }
}
