using System.Security.Cryptography.X509Certificates;
using InferencePlatform.TestCluster.Client;

namespace InferencePlatform.TestCluster;

/// <summary>A running API server of either kind, and the ways in: as its administrator, by token over TLS.</summary>
public abstract class ApiServerUnderTest : IAsyncDisposable
{
    private readonly Lazy<ApiClient> _client;
    private int _namespaces;

    protected ApiServerUnderTest() => _client = new Lazy<ApiClient>(() => new ApiClient(Url, CertificateAuthority, Token));

    public abstract ApiServerKind Kind { get; }

    /// <summary>Where it listens, on the loopback.</summary>
    public abstract Uri Url { get; }

    /// <summary>The authority that signed its certificate.</summary>
    public abstract X509Certificate2 CertificateAuthority { get; }

    /// <summary>A bearer token that may do everything.</summary>
    public abstract string Token { get; }

    /// <summary>A kubeconfig with that token.</summary>
    public abstract string KubeconfigPath { get; }

    /// <summary>A client that is shared by all tests.</summary>
    public ApiClient Client => _client.Value;

    /// <summary>Brings up what deletes an owned object after its owner; the test is skipped where that cannot be had.</summary>
    public abstract Task RequireGarbageCollectorAsync();

    /// <summary>
    /// Brings up what makes pods of Deployments and endpoints of pods, and deletes what is owned by nothing; the test is
    /// skipped where that cannot be had.
    /// </summary>
    public abstract Task RequireWorkloadControllersAsync();

    /// <summary>
    /// Ends the server, for a real one without warning, and starts it again at the same address with what it kept. Only for
    /// a server that no other test uses.
    /// </summary>
    public abstract Task RestartAsync();

    /// <summary>A new namespace, of this test alone.</summary>
    public async Task<TestNamespace> CreateNamespaceAsync()
    {
        var name = $"case-{Interlocked.Increment(ref _namespaces)}";
        var created = await Client.PostAsync("/api/v1/namespaces", Json.Of($$$"""{"metadata":{"name":"{{{name}}}"}}"""));
        created.Succeeded();
        return new TestNamespace(this, name);
    }

    /// <summary>Stops it; what it kept is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        await StopAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the server's processes and removes its files.</summary>
    protected abstract Task StopAsync();
}
