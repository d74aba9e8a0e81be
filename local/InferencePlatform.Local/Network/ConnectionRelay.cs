using System.Buffers;
using System.Net.Sockets;

namespace InferencePlatform.Local.Network;

/// <summary>Carries bytes between two sockets both ways, and each side's end to the other.</summary>
internal static class ConnectionRelay
{
    private const int BufferBytes = 64 << 10;

    /// <summary>Runs until both directions have ended or one has failed; then closes both sockets.</summary>
    public static async Task RunAsync(Socket client, Socket server)
    {
        using (client)
        using (server)
        {
            await Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer.AsMemory())) > 0)
            {
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A connection that broke on one side breaks on the other: the peer must not take it for a regular end.
            Reset(from);
            Reset(to);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Closes with a reset.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Dispose();
    }
}
