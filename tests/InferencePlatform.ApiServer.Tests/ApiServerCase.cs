[assembly: AssemblyFixture(typeof(ApiServers))]

namespace InferencePlatform.ApiServer.Tests;

/// <summary>A table of cases that the embedded API server and Kubernetes' own must answer alike.</summary>
public abstract class ApiServerCase(ApiServers servers)
{
    /// <summary>A namespace of its own on the server of that kind.</summary>
    protected async Task<TestNamespace> NamespaceAsync(ApiServerKind kind) => await (await servers.GetAsync(kind)).CreateNamespaceAsync();

    /// <summary>The server of that kind.</summary>
    protected Task<ApiServerUnderTest> ServerAsync(ApiServerKind kind) => servers.GetAsync(kind);
}
