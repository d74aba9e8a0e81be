using System.Net;
using System.Net.Sockets;
using InferencePlatform.Local.Network;

namespace InferencePlatform.Local.Hosting;

/// <summary>
/// Where the operator's <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c> are: on the last address of the platform's own
/// network, which no Service gets.
/// </summary>
internal static class OperatorPages
{
    public const int Port = 8081;

    /// <param name="network">The platform's addresses.</param>
    /// <param name="notify">Is told where another program has the port on every address; the operator runs without its pages then.</param>
    public static IReadOnlyList<IPEndPoint> Endpoints(LoopbackNetwork network, Action<string> notify)
    {
        var endpoint = new IPEndPoint(new IPAddress([127, (byte)network.ServiceOctet, 255, 255]), Port);
        try
        {
            using var trial = new TcpListener(endpoint);
            trial.Start();
            return [endpoint];
        }
        catch (SocketException e)
        {
            notify($"The operator's metrics are not served: {endpoint} cannot be listened on ({e.Message}). End the program that has port {Port} and start the platform again.");
            return [];
        }
    }
}
