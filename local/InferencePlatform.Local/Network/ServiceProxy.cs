using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace InferencePlatform.Local.Network;

/// <summary>Keeps a listener for every entry of the table.</summary>
internal sealed partial class ServiceProxy(Action<ProxyEntry, string> onRefused, ILogger log) : IAsyncDisposable
{
    private readonly Dictionary<IPEndPoint, ServicePort> _ports = [];
    private readonly HashSet<IPEndPoint> _refused = [];

    /// <summary>Opens, closes and redirects listeners as the table says. Not to be called twice at once.</summary>
    /// <returns>Whether every entry has its listener; where not, an address is in use and another try is due later.</returns>
    public async Task<bool> ApplyAsync(IReadOnlyList<ProxyEntry> table)
    {
        var wanted = table.Select(e => e.Address).ToHashSet();
        foreach (var address in _ports.Keys.Where(a => !wanted.Contains(a)).ToList())
        {
            await _ports[address].DisposeAsync();
            _ports.Remove(address);
            LogClosed(address);
        }

        _refused.IntersectWith(wanted);
        foreach (var entry in table)
        {
            if (_ports.TryGetValue(entry.Address, out var port) || TryOpen(entry, out port))
            {
                port!.Backends.Set(entry.Backends);
            }
        }

        return _refused.Count == 0;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var port in _ports.Values)
        {
            await port.DisposeAsync();
        }

        _ports.Clear();
    }

    private bool TryOpen(ProxyEntry entry, out ServicePort? port)
    {
        port = null;
        try
        {
            port = _ports[entry.Address] = new ServicePort(entry.Address, log);
            _refused.Remove(entry.Address);
            LogOpened(entry.Address, entry.Service.Metadata.Namespace, entry.Service.Metadata.Name);
            return true;
        }
        catch (SocketException e)
        {
            if (_refused.Add(entry.Address))
            {
                onRefused(entry, e.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"{entry.Address} is in use by another program; stop that, or take the address away from the Service."
                    : $"{entry.Address} cannot be listened on: {e.Message}.");
            }

            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, EventName = "ServicePortOpened", Message = "{Address} leads to service {Namespace}/{Service}")]
    private partial void LogOpened(IPEndPoint address, string? @namespace, string? service);

    [LoggerMessage(Level = LogLevel.Information, EventName = "ServicePortClosed", Message = "{Address} is closed")]
    private partial void LogClosed(IPEndPoint address);
}
