using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>Where an API server is, how it is trusted and what the client proves itself with.</summary>
public sealed record ClusterConfiguration
{
    /// <summary>The server's address; a path in it goes before every request's.</summary>
    public required Uri Server { get; init; }

    /// <summary>The authorities that may have signed the server's certificate; null for the system's.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>Takes any server for the right one: for experiments only.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>The name in the server's certificate, where it is not the one in <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>A proxy of scheme http, https or socks5; null leaves it to the usual environment variables.</summary>
    public Uri? Proxy { get; init; }

    public ICredentialSource Credentials { get; init; } = new StaticCredentials(Credential.Anonymous);

    /// <summary>Headers of every request, such as those for acting as somebody else.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The namespace to use where none is named.</summary>
    public string Namespace { get; init; } = "default";
}
