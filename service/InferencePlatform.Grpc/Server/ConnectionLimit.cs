using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace InferencePlatform.Grpc.Server;

/// <summary>Bounds the sockets that Kestrel has open.</summary>
public static class ConnectionLimit
{
    /// <summary>
    /// Takes so many connections to each endpoint at once. More are closed as they are accepted, one after the other, so
    /// that each endpoint has at most one socket more than that, however many clients come at once; with Kestrel's own
    /// limit it has as many as come.
    /// </summary>
    /// <param name="builder">A host with Kestrel on sockets.</param>
    /// <param name="connections">Connections to each endpoint; from 1.</param>
    public static IWebHostBuilder LimitConnections(this IWebHostBuilder builder, int connections)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(connections, 1);

        // Kestrel asks the transport first that was added last.
        return builder.ConfigureServices(services => services
            .AddSingleton(provider => new LimitedListenerFactory(ActivatorUtilities.CreateInstance<SocketTransportFactory>(provider), connections))
            .AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<LimitedListenerFactory>()));
    }
}
