using System.Net;

namespace InferencePlatform.Local.Network;

/// <summary>One place that connections may go to, and how many went there and are still open.</summary>
internal sealed class Backend(IPEndPoint address)
{
    private int _connections;

    public IPEndPoint Address { get; } = address;

    public int Connections => Volatile.Read(ref _connections);

    public void Enter() => Interlocked.Increment(ref _connections);

    public void Leave() => Interlocked.Decrement(ref _connections);
}
