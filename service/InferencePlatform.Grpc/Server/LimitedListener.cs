using System.Net;
using Microsoft.AspNetCore.Connections;

namespace InferencePlatform.Grpc.Server;

/// <summary>
/// Closes connections above a limit as they are accepted, and before the next one is. Kestrel's own limit closes them
/// later, on other threads, and meanwhile a crowd of them takes every file that the process may have open.
/// </summary>
internal sealed class LimitedListener(IConnectionListener listener, int limit) : IConnectionListener
{
    private int _open;

    /// <summary>Connections open now. Only <see cref="AcceptAsync"/>, which one caller at a time awaits, makes them more.</summary>
    public int Open => Volatile.Read(ref _open);

    public EndPoint EndPoint => listener.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await listener.AcceptAsync(cancellationToken) is { } connection)
        {
            if (Open < limit)
            {
                Interlocked.Increment(ref _open);
                return new CountedConnection(connection, () => Interlocked.Decrement(ref _open));
            }

            // Not aborted, which would reset it: a client should see that it was closed.
            await connection.DisposeAsync();
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => listener.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => listener.DisposeAsync();
}
