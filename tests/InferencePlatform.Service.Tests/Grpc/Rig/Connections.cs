using System.Net.Sockets;

namespace InferencePlatform.Service.Tests.Grpc.Rig;

/// <summary>Client connections that can be counted.</summary>
internal static class Connections
{
    /// <summary>A client's handler that tells of each connection it opens.</summary>
    public static SocketsHttpHandler Counting(Action connected) => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            connected();
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
