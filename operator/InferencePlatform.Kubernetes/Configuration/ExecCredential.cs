using System.Security.Cryptography;
using System.Text.Json;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>What an exec plugin printed.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="Expires">When it stops being one; null where the program did not say.</param>
internal sealed record ExecCredential(Credential Credential, DateTimeOffset? Expires)
{
    /// <exception cref="KubeConfigException">It is not what a plugin of this version prints.</exception>
    public static ExecCredential Parse(ExecPlugin plugin, string output)
    {
        try
        {
            var printed = JsonSerializer.Deserialize<Printed>(output, KubernetesJson.Options);
            if (printed?.Kind != "ExecCredential" || printed.ApiVersion != plugin.ApiVersion)
            {
                throw Error(plugin, $"it printed an object of kind \"{printed?.Kind}\", version \"{printed?.ApiVersion}\", and not an ExecCredential of {plugin.ApiVersion}");
            }

            if (printed.Status is not { } status || (status.Token is null && status.ClientCertificateData is null))
            {
                throw Error(plugin, "it printed neither a token nor a certificate");
            }

            if ((status.ClientCertificateData is null) != (status.ClientKeyData is null))
            {
                throw Error(plugin, "it printed one of clientCertificateData and clientKeyData without the other");
            }

            var credential = status.Token is null ? Credential.Anonymous : Credential.Bearer(status.Token);
            return status.ClientCertificateData is null
                ? new ExecCredential(credential, status.ExpirationTimestamp)
                : new ExecCredential(credential with { Certificates = Pem.WithKey(status.ClientCertificateData, status.ClientKeyData!) }, status.ExpirationTimestamp);
        }
        catch (Exception e) when (e is JsonException or CryptographicException)
        {
            throw Error(plugin, $"what it printed cannot be read: {e.Message}");
        }
    }

    private static KubeConfigException Error(ExecPlugin plugin, string wrong) => new($"The credential plugin {plugin.Command} is of no use: {wrong}.");

    private sealed record Printed(string? ApiVersion, string? Kind, Status? Status);

    private sealed record Status(DateTimeOffset? ExpirationTimestamp, string? Token, string? ClientCertificateData, string? ClientKeyData);
}
