using System.Net;
using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Api;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferencePlatform.Local.Tests.Api;

/// <summary>The embedded server through our own client, as the operator and the controllers use it.</summary>
public sealed class FirstCallsTests : IAsyncLifetime
{
    private static readonly ConfigMap Colors = new() { Metadata = new ObjectMeta { Name = "colors", Namespace = "default" }, Data = new Dictionary<string, string> { ["a"] = "red" } };

    private EmbeddedApiServer _server = null!;
    private KubernetesClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await EmbeddedApiServer.StartAsync(new EmbeddedApiServerOptions(), NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        _client = new KubernetesClient(_server.ClusterConfiguration);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_object_that_was_created_is_read_back()
    {
        var created = await _client.CreateAsync(Colors, TestContext.Current.CancellationToken);
        var found = await _client.GetAsync<ConfigMap>(ObjectKey.Of(created), TestContext.Current.CancellationToken);

        Assert.Equal("red", found.Data!["a"]);
        Assert.Equal(created.Metadata.Uid, found.Metadata.Uid);
        Assert.Equal(created.Metadata.ResourceVersion, found.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_watch_sees_what_happens_after_the_list()
    {
        var type = ResourceType.Of<ConfigMap>();
        var list = await _client.ListAsync<ConfigMap>(type, null, ListOptions.All, TestContext.Current.CancellationToken);
        await _client.CreateAsync(Colors, TestContext.Current.CancellationToken);
        await _client.DeleteAsync<ConfigMap>(new ObjectKey("default", "colors"), DeleteOptions.Plain, TestContext.Current.CancellationToken);

        var seen = new List<WatchEventType>();
        await foreach (var change in _client.WatchAsync<ConfigMap>(type, null, new WatchOptions { ResourceVersion = list.ResourceVersion }, TestContext.Current.CancellationToken))
        {
            seen.Add(change.Type);
            if (seen.Count == 2)
            {
                break;
            }
        }

        Assert.Equal([WatchEventType.Added, WatchEventType.Deleted], seen);
    }

    [Fact]
    public async Task Without_the_token_nobody_is_let_in()
    {
        await using var stranger = new KubernetesClient(_server.ClusterConfiguration with { Credentials = new Kubernetes.Configuration.StaticCredentials(Kubernetes.Configuration.Credential.Anonymous) });

        var refused = await Assert.ThrowsAsync<ApiException>(() => stranger.GetAsync<ConfigMap>(new ObjectKey("default", "colors"), TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }
}
