using System.Net;
using System.Net.Sockets;

namespace InferencePlatform.TestCluster.Real;

/// <summary>Ports for programs that cannot pick one by themselves and say which.</summary>
internal static class FreePort
{
    /// <summary>Ports of the loopback that nobody listened on a moment ago, all different.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            return [.. listeners.Select(listener =>
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            })];
        }
        finally
        {
            Array.ForEach(listeners, listener => listener.Dispose());
        }
    }
}
