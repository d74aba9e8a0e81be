using System.Collections.Concurrent;
using InferencePlatform.TestCluster.Embedded;
using InferencePlatform.TestCluster.Real;

namespace InferencePlatform.TestCluster;

/// <summary>
/// The API servers of a test program, each started when the first test asks for it and shared by all. Made the
/// program's assembly fixture, it stops them at the end.
/// </summary>
public sealed class ApiServers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ApiServerKind, Lazy<Task<ApiServerUnderTest>>> _servers = new();

    /// <summary>Why there can be no server of a kind here, or null where there can.</summary>
    public static string? WhyNot(ApiServerKind kind) => kind switch
    {
        ApiServerKind.Embedded => null,
        ApiServerKind.Real => KubernetesBinaries.WhyMissing(KubernetesBinaries.Etcd, KubernetesBinaries.ApiServer),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The server of a kind, ready to be called.</summary>
    public Task<ApiServerUnderTest> GetAsync(ApiServerKind kind) =>
        _servers.GetOrAdd(kind, static kind => new Lazy<Task<ApiServerUnderTest>>(() => StartAsync(kind))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values.Where(server => server.IsValueCreated && server.Value.IsCompletedSuccessfully))
        {
            await (await server.Value).DisposeAsync();
        }
    }

    /// <summary>Another server of a kind, for one test alone, which disposes of it.</summary>
    public static async Task<ApiServerUnderTest> StartAsync(ApiServerKind kind) => kind switch
    {
        ApiServerKind.Embedded => await EmbeddedServer.StartAsync(),
        ApiServerKind.Real => await RealApiServer.StartAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
