namespace InferencePlatform.ApiServer.Tests.Reading;

/// <summary>What a list is.</summary>
public sealed class ListTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_list_has_its_kind_a_resource_version_and_the_objects_by_name(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("b"))).Succeeded();
        var last = (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        var list = (await ns.ConfigMaps.ListAsync("labelSelector=!none")).Succeeded();

        Assert.Equal("ConfigMapList", list.Text("kind"));
        Assert.Equal("v1", list.Text("apiVersion"));
        Assert.Equal(["a", "b"], list.Names());
        Assert.True(ulong.Parse(list.ResourceVersion(), null) >= ulong.Parse(last.ResourceVersion(), null));
        Assert.Null(list.Text("metadata.continue"));
    }

    [Theory, EachApiServer]
    public async Task An_empty_list_has_an_empty_array_of_items(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var list = (await ns.Widgets.ListAsync()).Succeeded();

        Assert.Equal("WidgetList", list.Text("kind"));
        Assert.Empty(list["items"]!.AsArray());
    }

    [Theory, EachApiServer]
    public async Task A_list_over_all_namespaces_has_the_objects_of_each(ApiServerKind kind)
    {
        var one = await NamespaceAsync(kind);
        var other = await NamespaceAsync(kind);
        var mark = $"{one.Name}-{other.Name}";
        (await one.ConfigMaps.CreateAsync(Sample.ConfigMap("x", $$"""{"mark":"{{mark}}"}"""))).Succeeded();
        (await other.ConfigMaps.CreateAsync(Sample.ConfigMap("x", $$"""{"mark":"{{mark}}"}"""))).Succeeded();

        var list = (await one.Server.Client.GetAsync($"/api/v1/configmaps?labelSelector=mark={mark}")).Succeeded();

        Assert.Equal(new[] { one.Name, other.Name }.Order(), list.Items().Select(item => item.Text("metadata.namespace")!).Order());
    }

    [Theory, EachApiServer]
    public async Task A_list_at_a_resource_version_from_the_future_is_refused_as_a_timeout(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var status = (await ns.ConfigMaps.ListAsync("resourceVersion=999999999")).Failed(HttpStatusCode.GatewayTimeout, "Timeout");

        Assert.Contains("Too large resource version", status.Text("message"), StringComparison.Ordinal);
        Assert.Equal("ResourceVersionTooLarge", status.Text("details.causes[0].reason"));
    }

    [Theory, EachApiServer]
    public async Task A_resource_version_that_is_no_number_is_a_bad_request(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        Assert.Equal(HttpStatusCode.BadRequest, (await ns.ConfigMaps.ListAsync("resourceVersion=soon")).Code);
    }
}
