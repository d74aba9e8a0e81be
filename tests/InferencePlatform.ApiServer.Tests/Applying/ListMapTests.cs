namespace InferencePlatform.ApiServer.Tests.Applying;

/// <summary>Lists whose items are known by key: each manager has its own items.</summary>
public sealed class ListMapTests(ApiServers servers) : ApiServerCase(servers)
{
    private const string OneContainer = """
        {"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":[{"name":"NAME","image":"IMAGE"}]}}}}
        """;

    [Theory, EachApiServer]
    public async Task Two_managers_have_each_a_container_in_the_same_Pod(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Deployments.ApplyAsync("a", "one", Sample.Deployment("a"))).Succeeded();

        var applied = (await ns.Deployments.ApplyAsync("a", "two", Container("mesh", "mesh:1"))).Succeeded();
        Assert.Equal(["server", "side", "mesh"], ContainersOf(applied));

        var taken = (await ns.Deployments.ApplyAsync("a", "two", """{"apiVersion":"apps/v1","kind":"Deployment"}""")).Succeeded();
        Assert.Equal(["server", "side"], ContainersOf(taken));
    }

    [Theory, EachApiServer]
    public async Task A_conflict_inside_an_item_names_it_by_its_key(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Deployments.ApplyAsync("a", "one", Sample.Deployment("a"))).Succeeded();

        var status = (await ns.Deployments.ApplyAsync("a", "two", Container("server", "server:2"))).Failed(HttpStatusCode.Conflict, "Conflict");

        Assert.Equal(".spec.template.spec.containers[name=\"server\"].image", status.Text("details.causes[0].field"));
    }

    [Theory, EachApiServer]
    public async Task An_items_own_lists_are_merged_by_their_keys(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Deployments.ApplyAsync("a", "one", Sample.Deployment("a"))).Succeeded();

        var applied = (await ns.Deployments.ApplyAsync("a", "two", """
            {"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":[
              {"name":"server","env":[{"name":"C","value":"3"}],"ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}]}]}}}}
            """)).Succeeded();

        var server = applied.At("spec.template.spec.containers[0]");
        Assert.Equal(["A", "B", "C"], server.At("env")!.AsArray().Select(env => env.Text("name")));
        Assert.Equal(["50051", "8080"], server.At("ports")!.AsArray().Select(port => port.Text("containerPort")));
        Assert.Equal("server:1", server.Text("image"));
    }

    [Theory, EachApiServer]
    public async Task Conditions_of_two_controllers_stand_side_by_side(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        (await ns.Widgets.ApplyAsync("a", "one", Condition("Ready", "False"), subresource: "status")).Succeeded();
        (await ns.Widgets.ApplyAsync("a", "two", Condition("Painted", "True"), subresource: "status")).Succeeded();
        var applied = (await ns.Widgets.ApplyAsync("a", "one", Condition("Ready", "True"), subresource: "status")).Succeeded();

        Assert.Equal("""[{"status":"True","type":"Ready"},{"status":"True","type":"Painted"}]""", applied.At("status.conditions")!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task A_set_has_the_values_of_all(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"red","parts":[{"name":"p","colors":["red"]}]}"""))).Succeeded();

        (await ns.Widgets.ApplyAsync("a", "two", Sample.Widget("a", """{"color":"red","parts":[{"name":"p","colors":["blue"]}]}"""))).Succeeded();
        var applied = (await ns.Widgets.GetAsync("a")).Succeeded();
        Assert.Equal("""["red","blue"]""", applied.At("spec.parts[0].colors")!.Sorted());

        var without = (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"red","parts":[{"name":"p"}]}"""))).Succeeded();
        Assert.Equal("""["blue"]""", without.At("spec.parts[0].colors")!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task The_same_key_twice_is_refused(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var answer = await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"red","parts":[{"name":"p"},{"name":"p"}]}"""));

        Assert.False((int)answer.Code < 300, answer.Body);
        Assert.Contains("parts", answer.Json.Text("message"), StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task Owner_references_are_merged_by_uid_and_finalizers_are_a_set(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var owner = (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("owner"))).Succeeded();
        var reference = $$"""{"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"{{owner.Text("metadata.uid")}}"}""";
        (await ns.ConfigMaps.ApplyAsync("a", "one", $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","ownerReferences":[{{{reference}}}],"finalizers":["example.com/one"]}}""")).Succeeded();

        var applied = (await ns.ConfigMaps.ApplyAsync("a", "two", $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","ownerReferences":[{{{reference}}}],"finalizers":["example.com/two"]}}""")).Succeeded();

        Assert.Single(applied.At("metadata.ownerReferences")!.AsArray());
        Assert.Equal("""["example.com/one","example.com/two"]""", applied.At("metadata.finalizers")!.Sorted());
    }

    private static string Container(string name, string image) =>
        OneContainer.Replace("NAME", name, StringComparison.Ordinal).Replace("IMAGE", image, StringComparison.Ordinal);

    private static string Condition(string type, string status) =>
        $$$"""{"apiVersion":"testing.inferenceplatform.io/v1alpha1","kind":"Widget","status":{"conditions":[{"type":"{{{type}}}","status":"{{{status}}}"}]}}""";

    private static IEnumerable<string?> ContainersOf(System.Text.Json.Nodes.JsonNode deployment) =>
        deployment.At("spec.template.spec.containers")!.AsArray().Select(container => container.Text("name"));
}
