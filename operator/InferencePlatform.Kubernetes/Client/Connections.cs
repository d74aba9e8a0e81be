using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using InferencePlatform.Kubernetes.Configuration;

namespace InferencePlatform.Kubernetes.Client;

/// <summary>
/// The connections to one API server. A new client certificate gets new connections; requests under way on the old ones
/// go on to their end, and the old ones close once they have been idle for a minute.
/// </summary>
internal sealed class Connections(ClusterConfiguration configuration) : IDisposable
{
    private readonly Lock _lock = new();
    private HttpMessageInvoker? _invoker;
    private X509Certificate2Collection? _certificates;

    public HttpMessageInvoker For(Credential credential)
    {
        lock (_lock)
        {
            if (_invoker is null || !ReferenceEquals(_certificates, credential.Certificates))
            {
                _certificates = credential.Certificates;
                _invoker = new HttpMessageInvoker(CreateHandler(credential.Certificates));
            }

            return _invoker;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _invoker?.Dispose();
        }
    }

    private SocketsHttpHandler CreateHandler(X509Certificate2Collection? certificates)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(15),

            // A connection that the network lost without a word is found by these, so that a watch on it ends.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            ConnectCallback = ConnectAsync,

            // Servers behind one name come and go; connections live on only while something is under way on them.
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            SslOptions = TlsOptions(certificates),
        };
        if (configuration.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
        }
        else if (configuration.Server.IsLoopback)
        {
            // No proxy of the environment's can reach this machine's own servers.
            handler.UseProxy = false;
        }

        return handler;
    }

    private SslClientAuthenticationOptions TlsOptions(X509Certificate2Collection? certificates)
    {
        var options = new SslClientAuthenticationOptions();
        if (configuration.InsecureSkipTlsVerify)
        {
#pragma warning disable CA5359 // The user asked for it.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (configuration.CertificateAuthorities is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (certificates is { Count: > 0 })
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificates[0], [.. certificates.Skip(1)], offline: true);
        }

        return options;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // For HTTP/1.1, which has no pings.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
