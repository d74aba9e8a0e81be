using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace InferencePlatform.Grpc.Server;

/// <summary>
/// Asks each connection to go away at a certain age, so that clients come back by way of their load balancer and
/// spread over servers that were started since.
/// </summary>
internal static class ConnectionAge
{
    public static ConnectionDelegate Limit(ConnectionDelegate next, TimeSpan age, TimeSpan grace) =>
        async connection =>
        {
            using var ended = new CancellationTokenSource();
            var ageing = AgeAsync(connection, age, grace, ended.Token);
            try
            {
                await next(connection);
            }
            finally
            {
                await ended.CancelAsync();
                await ageing;
            }
        };

    private static async Task AgeAsync(ConnectionContext connection, TimeSpan age, TimeSpan grace, CancellationToken ended)
    {
        // A tenth more or less, so that connections opened together do not all come back together.
        var spread = 0.9 + (0.2 * Random.Shared.NextDouble());
        if (await DelayAsync(age * spread, ended))
        {
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            if (grace != Timeout.InfiniteTimeSpan && await DelayAsync(grace, ended))
            {
                connection.Abort(new ConnectionAbortedException("The connection outlived its maximum age and the grace after it."));
            }
        }
    }

    private static async Task<bool> DelayAsync(TimeSpan delay, CancellationToken ended)
    {
        await Task.Delay(delay, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ended.IsCancellationRequested;
    }
}
