using System.Collections.Immutable;
using System.Net;

namespace InferencePlatform.Local.Network;

/// <summary>The ready endpoints behind one port of a Service. A new connection goes where the fewest are; among equals, in turn.</summary>
internal sealed class BackendPool
{
    private ImmutableArray<Backend> _backends = [];
    private uint _turn;

    /// <summary>Replaces the endpoints. One that stays keeps its count; connections to one that goes are left alone.</summary>
    public void Set(IReadOnlyList<IPEndPoint> addresses)
    {
        var before = _backends.ToDictionary(b => b.Address);
        _backends = [.. addresses.Select(a => before.GetValueOrDefault(a) ?? new Backend(a))];
    }

    /// <summary>All endpoints, the best first: the others are for when that one cannot be reached.</summary>
    public IReadOnlyList<Backend> InOrder()
    {
        var backends = _backends;
        if (backends.Length == 0)
        {
            return [];
        }

        var turn = (int)(Interlocked.Increment(ref _turn) % (uint)backends.Length);
        return [.. backends[turn..].Concat(backends[..turn]).OrderBy(b => b.Connections)];
    }
}
