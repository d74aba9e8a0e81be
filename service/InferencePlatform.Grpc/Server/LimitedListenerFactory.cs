using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace InferencePlatform.Grpc.Server;

/// <summary>A transport whose every listener takes a number of connections at once.</summary>
internal sealed class LimitedListenerFactory(IConnectionListenerFactory transport, int limit) : IConnectionListenerFactory
{
    private ImmutableList<LimitedListener> _listeners = [];

    /// <summary>Connections open now, over all listeners.</summary>
    public int Open => Volatile.Read(ref _listeners).Sum(l => l.Open);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = new LimitedListener(await transport.BindAsync(endpoint, cancellationToken), limit);
        ImmutableInterlocked.Update(ref _listeners, static (list, added) => list.Add(added), listener);
        return listener;
    }
}
