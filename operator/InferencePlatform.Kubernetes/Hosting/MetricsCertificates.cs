using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Kubernetes.Hosting;

/// <summary>
/// The certificate for scrapers, and the authorities of theirs, read from files as a mounted Secret has them. The files
/// are looked at again for a new connection, though not more often than every few seconds; what cannot be read, as in the
/// middle of a change, leaves what was there in force.
/// </summary>
internal sealed class MetricsCertificates
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly SecureMetricsOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private SslServerAuthenticationOptions _current;
    private byte[] _contents;
    private long _looked;

    /// <exception cref="MetricsCertificateException">They cannot be read.</exception>
    public MetricsCertificates(SecureMetricsOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _looked = time.GetTimestamp();
        try
        {
            _contents = ReadAll();
            _current = Load();
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw new MetricsCertificateException($"The certificate for metrics cannot be read: {e.Message}", e);
        }
    }

    /// <summary>What holds for a connection that comes now.</summary>
    public SslServerAuthenticationOptions Current
    {
        get
        {
            lock (_gate)
            {
                if (_time.GetElapsedTime(_looked) >= LookAgain)
                {
                    _looked = _time.GetTimestamp();
                    Refresh();
                }

                return _current;
            }
        }
    }

    private static bool IsUnreadable(Exception e) => e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private void Refresh()
    {
        try
        {
            var contents = ReadAll();
            if (!contents.AsSpan().SequenceEqual(_contents))
            {
                _current = Load();
                _contents = contents;
            }
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            // The old one goes on; the files are read again at the next look.
        }
    }

    private byte[] ReadAll() => [.. new[] { _options.CertificateFile, _options.KeyFile, _options.ClientAuthoritiesFile }.OfType<string>().SelectMany(File.ReadAllBytes)];

    private SslServerAuthenticationOptions Load()
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(_options.CertificateFile);
        var certificate = X509Certificate2.CreateFromPemFile(_options.CertificateFile, _options.KeyFile);
        var options = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, certificates, offline: true),
        };
        if (_options.ClientAuthoritiesFile is { } file)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            options.ClientCertificateRequired = true;
            options.RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None;
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                ApplicationPolicy = { new Oid("1.3.6.1.5.5.7.3.2") },
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return options;
    }
}
