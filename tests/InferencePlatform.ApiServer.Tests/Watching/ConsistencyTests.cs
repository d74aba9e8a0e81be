namespace InferencePlatform.ApiServer.Tests.Watching;

/// <summary>What informers rest on.</summary>
public sealed class ConsistencyTests(ApiServers servers) : ApiServerCase(servers)
{
    private const int Writes = 200;

    [Theory, EachApiServer]
    public async Task A_list_and_a_watch_from_it_see_every_one_of_many_writes_once_and_in_order(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => WriteAsync(ns, $"w{writer}")));
        var list = (await ns.ConfigMaps.ListAsync("labelSelector=app%3Dx")).Succeeded();
        var known = list.Items().ToDictionary(item => item.Name(), item => item.Text("data.n"));
        var last = ulong.Parse(list.ResourceVersion(), null);

        using var watch = await ns.ConfigMaps.WatchAsync($"labelSelector=app%3Dx&resourceVersion={list.ResourceVersion()}");
        while (known.Count < 4 || known.Values.Any(value => value != $"{Writes - 1}"))
        {
            var told = await watch.NextAsync();
            Assert.NotNull(told);
            var version = ulong.Parse(told["object"]!.ResourceVersion(), null);
            Assert.True(version > last, $"{version} was told after {last}");
            last = version;
            var before = known.GetValueOrDefault(told["object"]!.Name());
            Assert.Equal(before is null ? "ADDED 0" : $"MODIFIED {int.Parse(before, null) + 1}", $"{told.Text("type")} {told.Text("object.data.n")}");
            known[told["object"]!.Name()] = told.Text("object.data.n");
        }

        await writing;
    }

    private static async Task WriteAsync(TestNamespace ns, string name)
    {
        (await ns.ConfigMaps.CreateAsync($$$"""{"metadata":{"name":"{{{name}}}","labels":{"app":"x"}},"data":{"n":"0"}}""")).Succeeded();
        for (var n = 1; n < Writes; n++)
        {
            (await ns.ConfigMaps.PatchAsync(name, PatchType.Merge, $$$"""{"data":{"n":"{{{n}}}"}}""")).Succeeded();
        }
    }
}
