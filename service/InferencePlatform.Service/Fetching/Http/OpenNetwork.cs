using System.Net;
using System.Net.Sockets;

namespace InferencePlatform.Service.Fetching.Http;

/// <summary>
/// Opens a fetch's connections, and none to where clouds give a machine its own credentials: whoever may name a model must
/// not get at those, be it by a name that resolves there or by a redirect. The address itself is judged, when it is
/// connected to, so that a name cannot resolve to another one in between.
/// </summary>
internal static class OpenNetwork
{
    // Link-local addresses hold most of them; these are the known others: Amazon's by IPv6, Alibaba's, Azure's.
    private static readonly IPAddress[] MetadataServers =
        [IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("168.63.129.16")];

    /// <summary>Whether no model is fetched from there.</summary>
    public static bool IsClosed(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var isLinkLocal = plain.AddressFamily == AddressFamily.InterNetwork
            ? plain.GetAddressBytes() is [169, 254, ..]
            : plain.IsIPv6LinkLocal;
        return isLinkLocal || MetadataServers.Contains(plain);
    }

    /// <summary>Connects to a host, by one of its addresses that is open.</summary>
    /// <exception cref="FetchException">It has none.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var open = addresses.Where(a => !IsClosed(a)).ToArray();
        if (open.Length == 0 && addresses.Length > 0)
        {
            throw new FetchException(FetchFailure.AccessDenied, $"{host} is at {addresses[0]}, where clouds keep the credentials of machines; no model is fetched from there. Put the model elsewhere.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
