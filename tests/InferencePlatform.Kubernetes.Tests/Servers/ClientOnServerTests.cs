using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Client;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Discovery;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.TestCluster;

[assembly: AssemblyFixture(typeof(ApiServers))]

namespace InferencePlatform.Kubernetes.Tests.Servers;

/// <summary>The client against whole API servers: Kubernetes' own where this machine has it.</summary>
public sealed class ClientOnServerTests(ApiServers servers)
{
    private static readonly ResourceType Widgets = new("testing.inferenceplatform.io", "v1alpha1", "widgets", "Widget", true);
    private static readonly ResourceType ConfigMaps = ResourceType.Of<ConfigMap>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, EachApiServer]
    public async Task An_object_is_created_read_replaced_patched_and_deleted(ApiServerKind kind)
    {
        var (client, ns) = await ConnectAsync(kind);
        await using var _ = client;
        var key = new ObjectKey(ns.Name, "a");

        var created = await client.CreateAsync(new ConfigMap { Metadata = new() { Name = "a", Namespace = ns.Name }, Data = new Dictionary<string, string> { ["k"] = "1" } }, Cancelled);
        var exists = await Assert.ThrowsAsync<ApiException>(() => client.CreateAsync(created with { Metadata = new() { Name = "a", Namespace = ns.Name } }, Cancelled));
        var replaced = await client.UpdateAsync(ConfigMaps, key, created with { Data = new Dictionary<string, string> { ["k"] = "2" } }, WriteOptions.Plain, Cancelled);
        var stale = await Assert.ThrowsAsync<ApiException>(() => client.UpdateAsync(ConfigMaps, key, created, WriteOptions.Plain, Cancelled));
        var merged = await client.PatchAsync<ConfigMap>(ConfigMaps, key, Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["more"] = "3" } }), WriteOptions.Plain, Cancelled);
        var patched = await client.PatchAsync<ConfigMap>(ConfigMaps, key, Patch.Json([new JsonObject { ["op"] = "remove", ["path"] = "/data/k" }]), new WriteOptions { DryRun = true }, Cancelled);
        var wrongUid = await Assert.ThrowsAsync<ApiException>(() => client.DeleteAsync(ConfigMaps, key, new DeleteOptions { Uid = "another" }, Cancelled));
        await client.DeleteAsync(ConfigMaps, key, new DeleteOptions { Uid = created.Metadata.Uid, ResourceVersion = merged.Metadata.ResourceVersion, PropagationPolicy = "Background" }, Cancelled);
        var gone = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync<ConfigMap>(key, Cancelled));

        Assert.Equal(("ConfigMap", "v1"), (created.Kind, created.ApiVersion));
        Assert.Equal("AlreadyExists", exists.Reason);
        Assert.Equal("2", replaced.Data!["k"]);
        Assert.True(stale.IsConflict);
        Assert.Equal(["k=2", "more=3"], merged.Data!.Select(d => $"{d.Key}={d.Value}").Order());
        Assert.Equal(["more"], patched.Data!.Keys);
        Assert.True(wrongUid.IsConflict);
        Assert.True(gone.IsNotFound);
    }

    [Theory, EachApiServer]
    public async Task Apply_names_who_owns_a_field_in_conflict_and_takes_it_by_force(ApiServerKind kind)
    {
        var (client, ns) = await ConnectAsync(kind);
        await using var _ = client;
        var key = new ObjectKey(ns.Name, "a");

        await client.ApplyAsync<JsonObject>(Widgets, key, Widget("red"), new ApplyOptions("first"), Cancelled);
        var conflict = await Assert.ThrowsAsync<ApiException>(() => client.ApplyAsync<JsonObject>(Widgets, key, Widget("blue"), new ApplyOptions("second"), Cancelled));
        var taken = await client.ApplyAsync<JsonObject>(Widgets, key, Widget("blue"), new ApplyOptions("second") { Force = true }, Cancelled);
        var again = await client.ApplyAsync<JsonObject>(Widgets, key, Widget("blue"), new ApplyOptions("second"), Cancelled);
        var invalid = await Assert.ThrowsAsync<ApiException>(() => client.ApplyAsync<JsonObject>(Widgets, key, Widget("pink"), new ApplyOptions("second"), Cancelled));

        Assert.Equal("Conflict", conflict.Reason);
        var cause = Assert.Single(conflict.Causes);
        Assert.Equal(("FieldManagerConflict", ".spec.color"), (cause.Reason, cause.Field));
        Assert.Contains("\"first\"", cause.Message, StringComparison.Ordinal);
        Assert.Equal("blue", (string?)taken["spec"]!["color"]);
        Assert.Equal((string?)taken["metadata"]!["resourceVersion"], (string?)again["metadata"]!["resourceVersion"]);
        Assert.Equal(("Invalid", "spec.color"), (invalid.Reason, invalid.Causes[0].Field));

        static JsonObject Widget(string color) => new() { ["metadata"] = new JsonObject { ["name"] = "a" }, ["spec"] = new JsonObject { ["color"] = color } };
    }

    [Theory, EachApiServer]
    public async Task Apply_can_be_kept_from_changing_an_object_that_is_there_already_or_is_another(ApiServerKind kind)
    {
        var (client, ns) = await ConnectAsync(kind);
        await using var _ = client;
        var (key, options) = (new ObjectKey(ns.Name, "a"), new ApplyOptions("me"));

        var made = await client.ApplyAsync<ConfigMap>(ConfigMaps, key, Map("1"), options with { CreateOnly = true }, Cancelled);
        var exists = await Assert.ThrowsAsync<ApiException>(() => client.ApplyAsync<ConfigMap>(ConfigMaps, key, Map("1"), options with { CreateOnly = true }, Cancelled));
        var same = await client.ApplyAsync<ConfigMap>(ConfigMaps, key, Map("2"), options with { Uid = made.Metadata.Uid }, Cancelled);
        await client.DeleteAsync(ConfigMaps, key, new DeleteOptions(), Cancelled);
        var gone = await Assert.ThrowsAsync<ApiException>(() => client.ApplyAsync<ConfigMap>(ConfigMaps, key, Map("3"), options with { Uid = made.Metadata.Uid }, Cancelled));
        await client.CreateAsync(Map("of another"), Cancelled);
        var another = await Assert.ThrowsAsync<ApiException>(() => client.ApplyAsync<ConfigMap>(ConfigMaps, key, Map("3"), options with { Uid = made.Metadata.Uid, Force = true }, Cancelled));

        Assert.Equal(("1", "2"), (made.Data!["k"], same.Data!["k"]));
        Assert.All([exists, gone], e => Assert.True(e.IsConflict, e.Message));
        Assert.All(another.Causes, cause => Assert.Equal("metadata.uid", cause.Field));
        Assert.Equal("Invalid", another.Reason);
        Assert.Equal("of another", (await client.GetAsync<ConfigMap>(key, Cancelled)).Data!["k"]);

        ConfigMap Map(string value) => new() { Metadata = new() { Name = "a", Namespace = ns.Name }, Data = new Dictionary<string, string> { ["k"] = value } };
    }

    [Theory, EachApiServer]
    public async Task Status_and_scale_are_written_apart_from_the_object(ApiServerKind kind)
    {
        var (client, ns) = await ConnectAsync(kind);
        await using var _ = client;
        var key = new ObjectKey(ns.Name, "a");
        await client.ApplyAsync<JsonObject>(Widgets, key, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "a" }, ["spec"] = new JsonObject { ["color"] = "red", ["replicas"] = 1 } }, new ApplyOptions("me"), Cancelled);

        var status = Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["replicas"] = 1 }, ["spec"] = new JsonObject { ["color"] = "blue" } });
        var withStatus = await client.PatchAsync<JsonObject>(Widgets, key, status, new WriteOptions { Subresource = "status" }, Cancelled);
        var scale = await client.PatchAsync<JsonObject>(Widgets, key, Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 3 } }), new WriteOptions { Subresource = "scale" }, Cancelled);
        var after = await client.GetAsync<JsonObject>(Widgets, key, Cancelled);

        Assert.Equal(("red", 1), ((string?)withStatus["spec"]!["color"], (int?)withStatus["status"]!["replicas"]));
        Assert.Equal("Scale", (string?)scale["kind"]);
        Assert.Equal(3, (int?)after["spec"]!["replicas"]);
    }

    [Theory, EachApiServer]
    public async Task A_watch_goes_on_from_a_list_and_can_be_taken_up_from_any_event(ApiServerKind kind)
    {
        var (client, ns) = await ConnectAsync(kind);
        await using var _ = client;
        var list = await client.ListAllAsync<ConfigMap>(ns.Name, ListOptions.All, Cancelled);
        foreach (var name in new[] { "a", "b", "c" })
        {
            await client.CreateAsync(new ConfigMap { Metadata = new() { Name = name, Namespace = ns.Name } }, Cancelled);
        }

        await client.DeleteAsync<ConfigMap>(new(ns.Name, "b"), DeleteOptions.Plain, Cancelled);
        var all = await TakeAsync(list.ResourceVersion, 4);
        var rest = await TakeAsync(all[1].ResourceVersion, 2);

        Assert.Equal(["Added a", "Added b", "Added c", "Deleted b"], all.Select(Line));
        Assert.Equal(["Added c", "Deleted b"], rest.Select(Line));

        static string Line(WatchEvent<ConfigMap> e) => $"{e.Type} {e.Object!.Metadata.Name}";

        async Task<List<WatchEvent<ConfigMap>>> TakeAsync(string from, int count)
        {
            var options = new WatchOptions { ResourceVersion = from, Timeout = TimeSpan.FromSeconds(20), FieldSelector = "metadata.name!=kube-root-ca.crt" };
            return await client.WatchAsync<ConfigMap>(ConfigMaps, ns.Name, options, Cancelled)
                .Where(e => e.Type != WatchEventType.Bookmark).Take(count).ToListAsync(Cancelled);
        }
    }

    [Theory, EachApiServer]
    public async Task What_is_served_is_discovered(ApiServerKind kind)
    {
        var (client, _) = await ConnectAsync(kind);
        await using var __ = client;
        var discovery = new ApiDiscovery(client, TimeProvider.System);

        Assert.True(await discovery.ServesAsync(ConfigMaps, Cancelled));
        Assert.True(await discovery.ServesAsync(ResourceType.Of<Deployment>(), Cancelled));
        Assert.True(await discovery.ServesAsync(Widgets, Cancelled));
        Assert.False(await discovery.ServesAsync(new("monitoring.coreos.com", "v1", "servicemonitors", "ServiceMonitor", true), Cancelled));
        Assert.True((await discovery.VersionAsync(Cancelled)).IsAtLeast(1, 30));
    }

    private async Task<(KubernetesClient Client, TestNamespace Namespace)> ConnectAsync(ApiServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        return (new KubernetesClient(KubeConfig.Load(server.KubeconfigPath)), await server.CreateNamespaceAsync());
    }
}
