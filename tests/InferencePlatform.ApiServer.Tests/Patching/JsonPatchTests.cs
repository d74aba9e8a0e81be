namespace InferencePlatform.ApiServer.Tests.Patching;

/// <summary>RFC 6902.</summary>
public sealed class JsonPatchTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Operations_are_carried_out_in_order(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        var patched = (await ns.ConfigMaps.PatchAsync("a", PatchType.Json, """
            [
              {"op":"test","path":"/data/color","value":"red"},
              {"op":"add","path":"/data/a-b","value":"slash"},
              {"op":"copy","from":"/data/color","path":"/data/paint"},
              {"op":"replace","path":"/data/color","value":"blue"},
              {"op":"move","from":"/data/paint","path":"/data/coat"}
            ]
            """)).Succeeded();

        Assert.Equal("""{"a-b":"slash","coat":"red","color":"blue"}""", patched["data"]!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task A_slash_in_a_name_is_escaped(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a", """{"example.com/x":"1"}"""))).Succeeded();

        var patched = (await ns.ConfigMaps.PatchAsync("a", PatchType.Json, """[{"op":"replace","path":"/metadata/labels/example.com~1x","value":"2"}]""")).Succeeded();

        Assert.Equal("""{"example.com/x":"2"}""", patched.At("metadata.labels")!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task A_test_that_fails_changes_nothing(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        var answer = await ns.ConfigMaps.PatchAsync("a", PatchType.Json, """
            [{"op":"replace","path":"/data/color","value":"blue"},{"op":"test","path":"/data/color","value":"green"}]
            """);

        answer.Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
        Assert.Equal("red", (await ns.ConfigMaps.GetAsync("a")).Succeeded().Text("data.color"));
    }

    [Theory, EachApiServer]
    public async Task Removing_what_is_not_there_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        (await ns.ConfigMaps.PatchAsync("a", PatchType.Json, """[{"op":"remove","path":"/data/none"}]""")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }

    [Theory, EachApiServer]
    public async Task An_item_is_inserted_into_a_list_or_added_at_its_end(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a", """{"color":"red","parts":[{"name":"b"}]}"""))).Succeeded();

        var patched = (await ns.Widgets.PatchAsync("a", PatchType.Json, """
            [{"op":"add","path":"/spec/parts/0","value":{"name":"a"}},{"op":"add","path":"/spec/parts/-","value":{"name":"c"}}]
            """)).Succeeded();

        Assert.Equal("""[{"name":"a"},{"name":"b"},{"name":"c"}]""", patched.At("spec.parts")!.Sorted());
    }
}
