using System.Net.Http.Json;
using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Local.Api;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Local.Tests.Api;

/// <summary>A test with an embedded server of its own, which it sets up as it wants.</summary>
public abstract class EmbeddedServerTest : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _started = [];

    protected string Folder { get; } = Directory.CreateTempSubdirectory("embedded-").FullName;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var started in Enumerable.Reverse(_started))
        {
            await started.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected async Task<EmbeddedApiServer> StartAsync(EmbeddedApiServerOptions options)
    {
        var server = await EmbeddedApiServer.StartAsync(options, NullLoggerFactory.Instance, Cancelled);
        _started.Add(server);
        return server;
    }

    private protected KubernetesClient ClientOf(EmbeddedApiServer server)
    {
        var client = new KubernetesClient(server.ClusterConfiguration);
        _started.Add(client);
        return client;
    }

    /// <summary>Plain HTTP with the token.</summary>
    private protected static HttpClient HttpOf(EmbeddedApiServer server, string token)
    {
        // The certificate is not what these tests are about.
        var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }

    private protected HttpClient HttpOf(EmbeddedApiServer server) => HttpOf(server, File.ReadAllText(Path.Combine(Folder, "token")));

    protected static JsonContent Body(string json) => JsonContent.Create(JsonNode.Parse(json));
}
