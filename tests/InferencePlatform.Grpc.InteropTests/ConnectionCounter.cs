using System.Net.Sockets;

namespace InferencePlatform.Grpc.InteropTests;

/// <summary>A handler that counts the connections it opens.</summary>
internal sealed class ConnectionCounter : IDisposable
{
    private int _count;

    public ConnectionCounter() => Handler = new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        ConnectCallback = async (context, cancellationToken) =>
        {
            Interlocked.Increment(ref _count);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public SocketsHttpHandler Handler { get; }

    public int Count => Volatile.Read(ref _count);

    public void Dispose() => Handler.Dispose();
}
