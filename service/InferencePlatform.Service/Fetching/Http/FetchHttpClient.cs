using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using InferencePlatform.Service.Hosting;

namespace InferencePlatform.Service.Fetching.Http;

/// <summary>Makes the HTTP clients of the sources: nothing behind our back, and our own authorities where some are given.</summary>
internal static class FetchHttpClient
{
    /// <param name="caFile">PEM file of authorities to trust beside the system's; null for none.</param>
    /// <param name="connectTimeout">What opening a connection may take.</param>
    public static HttpClient Create(string? caFile, TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler
        {
            // Redirects are ours to judge, and what is compressed would be another file.
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = connectTimeout,
            ConnectCallback = OpenNetwork.ConnectAsync,
        };
        if (caFile is not null)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(caFile) };
        }

        // Times are bounded step by step: a client's own timeout would bound the whole of a large file.
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"{ServerVersion.Name}/{ServerVersion.Number}");
        return client;
    }

    private static X509ChainPolicy Trust(string caFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        using var system = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        system.Open(OpenFlags.ReadOnly);
        policy.CustomTrustStore.AddRange(system.Certificates);
        return policy;
    }
}
