namespace InferencePlatform.ApiServer.Tests.Patching;

/// <summary>Strategic merge: lists of built-in kinds are merged by the items' keys.</summary>
public sealed class StrategicPatchTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Containers_and_their_environment_are_merged_by_name(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Deployments.CreateAsync(Sample.Deployment("a"))).Succeeded();

        var patched = (await ns.Deployments.PatchAsync("a", PatchType.Strategic, """
            {"spec":{"template":{"spec":{"containers":[{"name":"side","image":"side:2"},{"name":"server","env":[{"name":"B","value":"3"},{"name":"C","value":"4"}]}]}}}}
            """)).Succeeded();

        var containers = patched.At("spec.template.spec.containers")!.AsArray().ToDictionary(container => container.Text("name")!);
        Assert.Equal(["server", "side"], containers.Keys.Order());
        Assert.Equal("server:1", containers["server"].Text("image"));
        Assert.Equal(["A=1", "B=3", "C=4"], containers["server"].At("env")!.AsArray().Select(env => $"{env.Text("name")}={env.Text("value")}").Order());
        Assert.Equal("side:2", containers["side"].Text("image"));
    }

    [Theory, EachApiServer]
    public async Task Ports_are_merged_by_their_number(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Services.CreateAsync("""{"metadata":{"name":"a"},"spec":{"ports":[{"name":"grpc","port":50051},{"name":"http","port":8080}]}}""")).Succeeded();

        var patched = (await ns.Services.PatchAsync("a", PatchType.Strategic, """{"spec":{"ports":[{"port":8080,"name":"rest"}]}}""")).Succeeded();

        Assert.Equal(["50051 grpc", "8080 rest"], patched.At("spec.ports")!.AsArray().Select(port => $"{port.Text("port")} {port.Text("name")}").Order());
    }

    [Theory, EachApiServer]
    public async Task A_directive_deletes_an_item_or_replaces_an_object(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Deployments.CreateAsync(Sample.Deployment("a"))).Succeeded();

        var patched = (await ns.Deployments.PatchAsync("a", PatchType.Strategic, """
            {"spec":{
              "strategy":{"$patch":"replace","type":"Recreate"},
              "template":{"spec":{"containers":[{"name":"side","$patch":"delete"}]}}}}
            """)).Succeeded();

        Assert.Equal("""{"type":"Recreate"}""", patched.At("spec.strategy")!.Sorted());
        Assert.Equal(["server"], patched.At("spec.template.spec.containers")!.AsArray().Select(container => container.Text("name")));
    }

    [Theory, EachApiServer]
    public async Task Null_removes_a_field(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a", """{"x":"1","y":"2"}"""))).Succeeded();

        var patched = (await ns.ConfigMaps.PatchAsync("a", PatchType.Strategic, """{"metadata":{"labels":{"x":null}},"data":{"size":"big"}}""")).Succeeded();

        Assert.Equal("""{"y":"2"}""", patched.At("metadata.labels")!.Sorted());
        Assert.Equal("""{"color":"red","size":"big"}""", patched["data"]!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task A_custom_resource_has_no_strategic_merge(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        (await ns.Widgets.PatchAsync("a", PatchType.Strategic, "{}")).Failed(HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType");
    }
}
