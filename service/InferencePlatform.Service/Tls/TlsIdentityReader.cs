using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Service.Tls;

/// <summary>Makes an identity of the files' texts, or says all that is wrong with them.</summary>
internal static class TlsIdentityReader
{
    /// <summary>What OpenSSL, as distributions set it up, accepts of a server.</summary>
    private const int LeastRsaBits = 2048;

    private static readonly Func<AsymmetricAlgorithm>[] KeyKinds = [RSA.Create, ECDsa.Create];

    /// <param name="texts">What the files hold.</param>
    /// <param name="files">Where it comes from, for the sentences.</param>
    /// <param name="now">The certificate must be valid then.</param>
    /// <param name="problems">Takes a sentence for each problem.</param>
    /// <returns>Null where there is a problem.</returns>
    public static TlsIdentity? Read(TlsTexts texts, TlsFiles files, DateTimeOffset now, ICollection<string> problems)
    {
        var chain = ReadCertificates("certificate", texts.Certificate, files.Certificate, problems);
        var keyIsGood = IsGoodKey(texts.Key, files.Key, problems);
        var authorities = texts.ClientAuthorities is { } pem
            ? ReadAuthorities(pem, files.ClientAuthorities!, problems)
            : null;
        if (chain is null)
        {
            return null;
        }

        CheckCertificate(chain[0], files.Certificate, now, problems);
        var certificate = keyIsGood ? Join(texts, files, problems) : null;
        return problems.Count == 0 ? new TlsIdentity(certificate!, [.. chain.Skip(1)], authorities) : null;
    }

    private static X509Certificate2Collection? ReadCertificates(string what, string pem, string path, ICollection<string> problems)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            if (certificates.Count > 0)
            {
                return certificates;
            }

            problems.Add($"The file of the TLS {what}, {path}, has no certificate in PEM form (-----BEGIN CERTIFICATE-----).");
        }
        catch (CryptographicException e)
        {
            problems.Add($"The file of the TLS {what}, {path}, has a certificate that cannot be read: {e.Message.TrimEnd('.')}.");
        }

        return null;
    }

    private static X509Certificate2Collection? ReadAuthorities(string pem, string path, ICollection<string> problems)
    {
        var authorities = ReadCertificates("client authorities", pem, path, problems);
        if (authorities is not null && !authorities.Any(IsRoot))
        {
            problems.Add($"The file of the TLS client authorities, {path}, has no self-signed certificate, where every chain of a client's must end; add the root authority's.");
        }

        return authorities;
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static bool IsGoodKey(string pem, string path, ICollection<string> problems)
    {
        var problem = !pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? "has no private key in PEM form (-----BEGIN PRIVATE KEY-----)"
            : pem.Contains("ENCRYPTED", StringComparison.Ordinal) ? "is encrypted, and there is nobody to ask for the passphrase; write it without one: openssl pkey -in old.key -out new.key"
            : !KeyKinds.Any(kind => CanRead(kind, pem)) ? "has no RSA or EC key that can be read"
            : null;
        if (problem is not null)
        {
            problems.Add($"The file of the TLS key, {path}, {problem}.");
        }

        return problem is null;
    }

    private static bool CanRead(Func<AsymmetricAlgorithm> create, string pem)
    {
        using var key = create();
        try
        {
            key.ImportFromPem(pem);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static void CheckCertificate(X509Certificate2 certificate, string path, DateTimeOffset now, ICollection<string> problems)
    {
        var problem = now >= certificate.NotAfter.ToUniversalTime() ? $"expired at {Write(certificate.NotAfter)}"
            : now < certificate.NotBefore.ToUniversalTime() ? $"is not valid before {Write(certificate.NotBefore)}"
            : null;
        if (problem is not null)
        {
            problems.Add($"The TLS certificate of {path} ({certificate.Subject}) {problem}.");
        }

        using var rsa = certificate.GetRSAPublicKey();
        if (rsa?.KeySize < LeastRsaBits)
        {
            problems.Add($"The TLS certificate of {path} ({certificate.Subject}) has an RSA key of {rsa.KeySize} bits; clients want {LeastRsaBits} at least.");
        }
    }

    private static X509Certificate2? Join(TlsTexts texts, TlsFiles files, ICollection<string> problems)
    {
        try
        {
            return X509Certificate2.CreateFromPem(texts.Certificate, texts.Key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            problems.Add($"The TLS key of {files.Key} does not belong to the first certificate of {files.Certificate}, which must be the server's own.");
            return null;
        }
    }

    private static string Write(DateTime time) => time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
}
