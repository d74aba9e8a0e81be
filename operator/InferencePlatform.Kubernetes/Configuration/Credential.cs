using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>What a client proves itself with: a header, a certificate, both or nothing.</summary>
public sealed record Credential
{
    public static Credential Anonymous { get; } = new();

    /// <summary>The <c>Authorization</c> header.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>The client's certificate with its key, then the certificates between it and its authority.</summary>
    public X509Certificate2Collection? Certificates { get; init; }

    public static Credential Bearer(string token) => new() { Authorization = new AuthenticationHeaderValue("Bearer", token) };
}
