using System.Text.Json.Nodes;

namespace InferencePlatform.ApiServer.Tests.Deleting;

/// <summary>What becomes of objects whose owner goes.</summary>
public sealed class GarbageCollectionTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task In_the_background_the_owner_goes_first_and_the_owned_follow(ApiServerKind kind)
    {
        var (ns, watch) = await OwnedAsync(kind);
        using (watch)
        {
            (await ns.Widgets.DeleteAsync("owner", """{"propagationPolicy":"Background"}""")).Succeeded();
            (await ns.Widgets.GetAsync("owner")).Failed(HttpStatusCode.NotFound, "NotFound");

            await DeletedAsync(watch, "owned");
        }
    }

    [Theory, EachApiServer]
    public async Task In_the_foreground_the_owner_waits_for_those_that_block(ApiServerKind kind)
    {
        var (ns, watch) = await OwnedAsync(kind, """["example.com/wait"]""");
        using (watch)
        {
            var deleting = (await ns.Widgets.DeleteAsync("owner", """{"propagationPolicy":"Foreground"}""")).Succeeded();
            Assert.Equal("""["foregroundDeletion"]""", deleting.At("metadata.finalizers")!.Sorted());
            while ((await watch.ExpectAsync("MODIFIED", "owned")).At("metadata.deletionTimestamp") is null)
            {
            }

            Assert.NotNull((await ns.Widgets.GetAsync("owner")).Succeeded().At("metadata.deletionTimestamp"));
            using var owners = await ns.Widgets.WatchAsync("fieldSelector=metadata.name%3Downer");
            (await ns.ConfigMaps.PatchAsync("owned", PatchType.Merge, """{"metadata":{"finalizers":null}}""")).Succeeded();

            await DeletedAsync(owners, "owner");
            (await ns.ConfigMaps.GetAsync("owned")).Failed(HttpStatusCode.NotFound, "NotFound");
        }
    }

    [Theory, EachApiServer]
    public async Task Orphans_stay_and_lose_their_owner(ApiServerKind kind)
    {
        var (ns, watch) = await OwnedAsync(kind);
        using (watch)
        {
            (await ns.Widgets.DeleteAsync("owner", """{"propagationPolicy":"Orphan"}""")).Succeeded();

            Assert.Null((await watch.ExpectAsync("MODIFIED", "owned")).At("metadata.ownerReferences"));
        }
    }

    [Theory, EachApiServer]
    public async Task An_object_of_an_owner_that_never_was_is_deleted(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        await ns.Server.RequireGarbageCollectorAsync();
        using var watch = await ns.ConfigMaps.WatchAsync("fieldSelector=metadata.name%3Downed");

        (await ns.ConfigMaps.CreateAsync(Owned("7f3c1f2e-0000-4000-8000-000000000000", "[]"))).Succeeded();

        await DeletedAsync(watch, "owned");
    }

    [Theory, EachApiServer]
    public async Task A_namespace_takes_all_that_is_in_it(ApiServerKind kind)
    {
        var (ns, watch) = await OwnedAsync(kind);
        using (watch)
        {
            using var namespaces = await ns.Server.Client.WatchAsync($"/api/v1/namespaces?watch=true&fieldSelector=metadata.name%3D{ns.Name}");
            (await ns.Server.Client.DeleteAsync($"/api/v1/namespaces/{ns.Name}")).Succeeded();

            await DeletedAsync(namespaces, ns.Name);
            (await ns.Server.Client.GetAsync($"/api/v1/namespaces/{ns.Name}")).Failed(HttpStatusCode.NotFound, "NotFound");
            Assert.Empty((await ns.Widgets.ListAsync()).Succeeded().Items());
        }
    }

    /// <summary>A Widget that owns a ConfigMap, and a watch of the latter that has told it.</summary>
    private async Task<(TestNamespace Namespace, WatchEvents Watch)> OwnedAsync(ApiServerKind kind, string finalizers = "[]")
    {
        var ns = await NamespaceAsync(kind);
        await ns.Server.RequireGarbageCollectorAsync();
        var owner = (await ns.Widgets.CreateAsync(Sample.Widget("owner"))).Succeeded();
        var watch = await ns.ConfigMaps.WatchAsync("fieldSelector=metadata.name%3Downed");
        (await ns.ConfigMaps.CreateAsync(Owned(owner.Text("metadata.uid")!, finalizers))).Succeeded();
        await watch.ExpectAsync("ADDED", "owned");
        return (ns, watch);
    }

    private static string Owned(string uid, string finalizers) =>
        $$$"""
        {"metadata":{"name":"owned","finalizers":{{{finalizers}}},"ownerReferences":[
          {"apiVersion":"testing.inferenceplatform.io/v1alpha1","kind":"Widget","name":"owner","uid":"{{{uid}}}","controller":true,"blockOwnerDeletion":true}]}}
        """;

    private static async Task DeletedAsync(WatchEvents watch, string name)
    {
        JsonObject? told;
        do
        {
            told = await watch.NextAsync();
            Assert.NotNull(told);
        }
        while (told.Text("type") != "DELETED");
        Assert.Equal(name, told.Text("object.metadata.name"));
    }
}
