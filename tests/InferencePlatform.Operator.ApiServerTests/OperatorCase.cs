[assembly: AssemblyFixture(typeof(ApiServers))]

namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>
/// Cases of an operator that runs against an API server with the controllers of Deployments beside it. There is no node:
/// what a kubelet does, the case does.
/// </summary>
public abstract class OperatorCase(ApiServers servers)
{
    /// <summary>A namespace, and an operator that watches it and no other.</summary>
    private protected async Task<OperatorNamespace> StartAsync(ApiServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        await server.RequireWorkloadControllersAsync();
        return new OperatorNamespace(await server.CreateNamespaceAsync());
    }
}
