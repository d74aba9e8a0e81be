using System.Net;
using System.Net.Sockets;

namespace InferencePlatform.Kubernetes.Tests.Rig;

/// <summary>An HTTP proxy that knows CONNECT only.</summary>
internal sealed class TunnelProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _tunnels;

    public TunnelProxy()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Connections that went through it.</summary>
    public int Tunnels => _tunnels;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var target = new TcpClient())
        {
            var from = client.GetStream();
            var request = "";
            while (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                request += (char)from.ReadByte();
            }

            await target.ConnectAsync(IPEndPoint.Parse(request.Split(' ')[1]));
            Interlocked.Increment(ref _tunnels);
            await from.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            await Task.WhenAny(from.CopyToAsync(target.GetStream()), target.GetStream().CopyToAsync(from));
        }
    }
}
