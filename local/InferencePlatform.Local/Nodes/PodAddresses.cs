using System.Net;

namespace InferencePlatform.Local.Nodes;

/// <summary>Gives pods loopback addresses of their own: 127.64.0.1 to 127.64.255.254, each to one pod at a time.</summary>
/// <param name="octet">The second part of the addresses.</param>
internal sealed class PodAddresses(int octet = 64)
{
    public const int Capacity = 256 * 254;

    private readonly Lock _lock = new();
    private readonly HashSet<int> _taken = [];
    private int _next;

    /// <summary>An address that no pod has, the one given back longest ago last; null where all are taken.</summary>
    public string? Take()
    {
        lock (_lock)
        {
            for (var tries = 0; tries < Capacity; tries++)
            {
                var index = _next;
                _next = (_next + 1) % Capacity;
                if (_taken.Add(index))
                {
                    return $"127.{octet}.{index / 254}.{(index % 254) + 1}";
                }
            }

            return null;
        }
    }

    /// <summary>Takes the address that a pod had before the platform was started again; false where another has it.</summary>
    public bool TryTake(string? address)
    {
        lock (_lock)
        {
            return IndexOf(address) is { } index && _taken.Add(index);
        }
    }

    public void GiveBack(string address)
    {
        lock (_lock)
        {
            if (IndexOf(address) is { } index)
            {
                _taken.Remove(index);
            }
        }
    }

    private int? IndexOf(string? address) =>
        IPAddress.TryParse(address, out var ip) && ip.GetAddressBytes() is [127, var second, var high, var low] && second == octet && low is > 0 and < 255
            ? (high * 254) + low - 1
            : null;
}
