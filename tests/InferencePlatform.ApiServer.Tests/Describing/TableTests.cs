namespace InferencePlatform.ApiServer.Tests.Describing;

/// <summary>The rows that <c>kubectl get</c> prints.</summary>
public sealed class TableTests(ApiServers servers) : ApiServerCase(servers)
{
    private const string AsTable = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    [Theory, EachApiServer]
    public async Task A_custom_resources_columns_are_the_name_and_those_of_its_definition(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a", """{"color":"red","replicas":3}"""))).Succeeded();
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"status":{"conditions":[{"type":"Ready","status":"True"}]}}""", "status")).Succeeded();

        var table = (await ns.Server.Client.GetAsync(ns.Widgets.Path, AsTable)).Succeeded();

        Assert.Equal("Table", table.Text("kind"));
        Assert.Equal("meta.k8s.io/v1", table.Text("apiVersion"));
        Assert.Equal(
            ["Name string 0", "Ready string 0", "Replicas integer 0", "Color string 1", "Age date 0"],
            table.At("columnDefinitions")!.AsArray().Select(column => $"{column.Text("name")} {column.Text("type")} {column.Text("priority")}"));
        var cells = table.At("rows[0].cells")!.AsArray();
        Assert.Equal("""["a","True",3,"red"]""", new System.Text.Json.Nodes.JsonArray([.. cells.Take(4).Select(cell => cell!.DeepClone())]).Sorted());
        Assert.Matches(@"^\d+[smh]", cells[4]!.ToString());
        Assert.Equal("PartialObjectMetadata", table.Text("rows[0].object.kind"));
        Assert.Equal("a", table.Text("rows[0].object.metadata.name"));
        Assert.NotNull(table.Text("metadata.resourceVersion"));
    }

    [Theory, EachApiServer]
    public async Task A_value_that_is_not_there_is_an_empty_cell(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var table = (await ns.Server.Client.GetAsync(ns.Widgets.PathOf("a"), AsTable)).Succeeded();

        Assert.Null(table.At("rows[0].cells[1]"));
    }

    [Theory, EachApiServer]
    public async Task The_object_comes_whole_or_not_at_all_where_that_is_asked(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var whole = (await ns.Server.Client.GetAsync(ns.Widgets.Path + "?includeObject=Object", AsTable)).Succeeded();
        var none = (await ns.Server.Client.GetAsync(ns.Widgets.Path + "?includeObject=None", AsTable)).Succeeded();

        Assert.Equal("red", whole.Text("rows[0].object.spec.color"));
        Assert.Null(none.At("rows[0].object"));
    }

    [Theory, EachApiServer]
    public async Task A_watch_of_rows_says_the_columns_once(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        using var watch = await ns.Server.Client.WatchAsync(ns.Widgets.Path + "?watch=true", AsTable);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"replicas":2}}""")).Succeeded();

        var added = await watch.ExpectAsync("ADDED");
        var modified = await watch.ExpectAsync("MODIFIED");

        Assert.Equal("Table", added.Text("kind"));
        Assert.Equal(5, added.At("columnDefinitions")!.AsArray().Count);
        Assert.Equal("1", added.Text("rows[0].cells[2]"));
        Assert.Equal("2", modified.Text("rows[0].cells[2]"));
        Assert.Empty(modified.At("columnDefinitions")?.AsArray() ?? []);
    }

    [Theory, EachApiServer]
    public async Task Built_in_kinds_have_the_columns_that_kubectl_users_know(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        foreach (var (resource, columns) in new[]
        {
            (ns.Deployments, "Name Ready Up-to-date Available Age Containers Images Selector"),
            (ns.Services, "Name Type Cluster-IP External-IP Port(s) Age Selector"),
            (ns.ConfigMaps, "Name Data Age"),
            (ns.Core("pods"), "Name Ready Status Restarts Age IP Node Nominated Node Readiness Gates"),
        })
        {
            var table = (await ns.Server.Client.GetAsync(resource.Path, AsTable)).Succeeded();
            Assert.Equal(columns, string.Join(' ', table.At("columnDefinitions")!.AsArray().Select(column => column.Text("name"))));
        }
    }

    [Theory, EachApiServer]
    public async Task A_list_can_be_had_as_metadata_alone(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var list = (await ns.Server.Client.GetAsync(ns.Widgets.Path, "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")).Succeeded();

        Assert.Equal("PartialObjectMetadataList", list.Text("kind"));
        Assert.Equal("a", list.Text("items[0].metadata.name"));
        Assert.Null(list.At("items[0].spec"));
    }
}
