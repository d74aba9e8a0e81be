using System.Net.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace InferencePlatform.Grpc.Server;

/// <summary>TLS on a Kestrel endpoint, with settings that may change while it listens.</summary>
public static class TlsListening
{
    /// <summary>What a handshake may take; then the connection is closed.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Begins each connection with a TLS handshake. What comes after it sees the connection's contents only. The host
    /// needs <c>UseKestrelHttpsConfiguration</c>.
    /// </summary>
    /// <param name="listen">The endpoint.</param>
    /// <param name="settings">
    /// Asked at each connection, so that a new certificate is used without a new port. Connections that are open keep
    /// what they began with. Options that it gives more than once must have their <c>ApplicationProtocols</c>.
    /// </param>
    public static ListenOptions UseTls(this ListenOptions listen, Func<SslServerAuthenticationOptions> settings)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(settings);
        return listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = HandshakeTimeout,
            OnConnection = _ => ValueTask.FromResult(settings()),
        });
    }
}
