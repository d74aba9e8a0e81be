using System.Security.Cryptography;

namespace InferencePlatform.Kubernetes.Configuration;

/// <summary>What a pod is given to talk to the API server that runs it.</summary>
internal static class InCluster
{
    public const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Null where this is not a pod with a service account's token.</summary>
    /// <exception cref="KubeConfigException">It is, but its files cannot be used.</exception>
    public static ClusterConfiguration? Load(Func<string, string?> environment, string folder, TimeProvider time)
    {
        var token = Path.Combine(folder, "token");
        if (environment("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host
            || environment("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port
            || !File.Exists(token))
        {
            return null;
        }

        var authority = Path.Combine(folder, "ca.crt");
        try
        {
            var ns = Path.Combine(folder, "namespace");
            return new ClusterConfiguration
            {
                Server = new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"),
                CertificateAuthorities = Pem.Authorities(File.ReadAllText(authority)),
                Credentials = new TokenFileCredentials(token, null, time),
                Namespace = File.Exists(ns) ? File.ReadAllText(ns).Trim() : "default",
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or UriFormatException)
        {
            throw new KubeConfigException($"The service account in {folder} cannot be used: {e.Message}.", e);
        }
    }
}
