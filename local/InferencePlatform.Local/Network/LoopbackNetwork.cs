using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace InferencePlatform.Local.Network;

/// <summary>
/// The loopback addresses of one platform: pods at 127.64.x.y and Services at 127.96.x.y, or both so many further where
/// other platforms of the machine have those. A listener that nobody connects to marks a network as taken, for as long as
/// the process lives.
/// </summary>
internal sealed class LoopbackNetwork : IDisposable
{
    public const int Count = 32;

    private const int FirstPods = 64;
    private const int FirstServices = 96;
    private const int MarkPort = 50050;

    private readonly TcpListener _mark;

    private LoopbackNetwork(int index, TcpListener mark)
    {
        PodOctet = FirstPods + index;
        ServiceOctet = FirstServices + index;
        _mark = mark;
    }

    /// <summary>The second part of pods' addresses.</summary>
    public int PodOctet { get; }

    /// <summary>The second part of Services' addresses.</summary>
    public int ServiceOctet { get; }

    /// <summary>Takes the network that the state folder had before, or the first that is free.</summary>
    /// <exception cref="IOException">It is, or all are, taken.</exception>
    public static LoopbackNetwork Take(string stateFolder)
    {
        var path = Path.Combine(stateFolder, "network");
        if (File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var before) && before < Count)
        {
            return TryTake(before) ?? throw new IOException(
                $"Another platform of this machine has the addresses 127.{FirstPods + before}.x.y that the objects in {stateFolder} have. Stop it first.");
        }

        for (var index = 0; index < Count; index++)
        {
            if (TryTake(index) is { } network)
            {
                File.WriteAllText(path, index.ToString(CultureInfo.InvariantCulture));
                return network;
            }
        }

        throw new IOException($"{Count} platforms run on this machine already; there are no addresses for another.");
    }

    public void Dispose() => _mark.Dispose();

    private static LoopbackNetwork? TryTake(int index)
    {
        var mark = new TcpListener(new IPAddress([127, (byte)(FirstPods + index), 255, 255]), MarkPort);
        try
        {
            mark.Start();
            return new(index, mark);
        }
        catch (SocketException)
        {
            mark.Dispose();
            return null;
        }
    }
}
