using Microsoft.Extensions.Logging;

namespace InferencePlatform.Service.Tls;

/// <summary>What is logged of certificates; never a key.</summary>
internal static partial class TlsEvents
{
    [LoggerMessage(Level = LogLevel.Information, EventName = "CertificateTaken", Message = "New connections get the certificate {Subject}, SHA-256 {Fingerprint}, which expires at {Expires:u}; clients' certificates are {Clients}")]
    public static partial void Taken(ILogger logger, string subject, string fingerprint, DateTimeOffset expires, string clients);

    [LoggerMessage(Level = LogLevel.Error, EventName = "CertificateRefused", Message = "The new TLS files cannot be used, and the certificate before stays in use until it expires at {Expires:u}: {Problem}")]
    public static partial void Refused(ILogger logger, string problem, DateTimeOffset expires);
}
