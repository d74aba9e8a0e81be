using InferencePlatform.Kubernetes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Local.Api;

namespace InferencePlatform.Local.Tests.Api;

public sealed class RestartTests : EmbeddedServerTest
{
    private static readonly ResourceType Maps = ResourceType.Of<ConfigMap>();

    [Fact]
    public async Task Objects_token_and_authority_survive_and_a_watch_goes_on_where_it_was()
    {
        EmbeddedApiServer first;
        ConfigMap created;
        await using (first = await EmbeddedApiServer.StartAsync(new() { StateDirectory = Folder }, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, Cancelled))
        {
            created = await ClientOf(first).CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = "a", Namespace = "default" } }, Cancelled);
        }

        var again = await StartAsync(new() { StateDirectory = Folder, Port = first.Address.Port });

        // The client of before: it has the old token and trusts the old authority.
        await using var client = new KubernetesClient(first.ClusterConfiguration);
        Assert.Equal(created.Metadata.Uid, (await client.GetAsync<ConfigMap>(ObjectKey.Of(created), Cancelled)).Metadata.Uid);
        await client.DeleteAsync<ConfigMap>(ObjectKey.Of(created), DeleteOptions.Plain, Cancelled);
        await foreach (var change in client.WatchAsync<ConfigMap>(Maps, null, new WatchOptions { ResourceVersion = created.Metadata.ResourceVersion! }, Cancelled))
        {
            Assert.Equal(WatchEventType.Deleted, change.Type);
            break;
        }

        Assert.Equal(first.Address, again.Address);
    }

    [Fact]
    public async Task A_watch_from_before_a_restart_that_missed_something_lists_anew()
    {
        string seen;
        await using (var first = await EmbeddedApiServer.StartAsync(new() { StateDirectory = Folder }, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, Cancelled))
        {
            var client = ClientOf(first);
            seen = (await client.ListAsync<ConfigMap>(Maps, null, ListOptions.All, Cancelled)).ResourceVersion;
            await client.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = "missed", Namespace = "default" } }, Cancelled);
        }

        var again = ClientOf(await StartAsync(new() { StateDirectory = Folder }));

        var gone = await Assert.ThrowsAsync<ApiException>(async () =>
        {
            await foreach (var _ in again.WatchAsync<ConfigMap>(Maps, null, new WatchOptions { ResourceVersion = seen }, Cancelled))
            {
            }
        });
        Assert.True(gone.IsGone);
    }

    [Fact]
    public async Task The_kubeconfig_and_the_keys_are_for_their_owner_only()
    {
        var server = await StartAsync(new() { StateDirectory = Folder });

        Assert.All(
            [server.KubeconfigPath!, Path.Combine(Folder, "token"), Path.Combine(Folder, "server.pem")],
            path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
    }
}
