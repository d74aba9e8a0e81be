namespace InferencePlatform.ApiServer.Tests.Validating;

/// <summary>Rules of built-in kinds that an operator meets.</summary>
public sealed class BuiltInRulesTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_Deployments_selector_must_choose_its_own_pods(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var other = Json.Of(Sample.Deployment("a")).With("spec.template.metadata.labels", Json.Of("""{"app":"b"}"""));

        var status = (await ns.Deployments.CreateAsync(other.ToJsonString())).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

        Assert.Equal("spec.template.metadata.labels", status.Text("details.causes[0].field"));
    }

    [Theory, EachApiServer]
    public async Task A_Deployments_selector_cannot_be_changed(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Deployments.CreateAsync(Sample.Deployment("a"))).Succeeded();

        var status = (await ns.Deployments.PatchAsync("a", PatchType.Merge, """{"spec":{"selector":{"matchLabels":{"app":"b"}},"template":{"metadata":{"labels":{"app":"b"}}}}}"""))
            .Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

        Assert.Equal("spec.selector", status.Text("details.causes[0].field"));
        Assert.Contains("field is immutable", status.Text("message"), StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task A_Services_address_cannot_be_changed(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Services.CreateAsync("""{"metadata":{"name":"a"},"spec":{"ports":[{"port":80}]}}""")).Succeeded();

        var answer = await ns.Services.PatchAsync("a", PatchType.Merge, """{"spec":{"clusterIP":"10.96.77.77","clusterIPs":["10.96.77.77"]}}""");

        answer.Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }

    [Theory, EachApiServer]
    public async Task An_immutable_ConfigMap_stays_as_it_is(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync("""{"metadata":{"name":"a"},"data":{"x":"1"},"immutable":true}""")).Succeeded();

        (await ns.ConfigMaps.PatchAsync("a", PatchType.Merge, """{"data":{"x":"2"}}""")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
        (await ns.ConfigMaps.PatchAsync("a", PatchType.Merge, """{"metadata":{"labels":{"x":"y"}}}""")).Succeeded();
    }

    [Theory, EachApiServer]
    public async Task An_owner_needs_its_uid_and_there_is_one_controller(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        const string Without = """{"metadata":{"name":"a","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"x"}]}}""";
        const string Two = """
            {"metadata":{"name":"a","ownerReferences":[
              {"apiVersion":"v1","kind":"ConfigMap","name":"x","uid":"1","controller":true},
              {"apiVersion":"v1","kind":"ConfigMap","name":"y","uid":"2","controller":true}]}}
            """;

        var without = (await ns.ConfigMaps.CreateAsync(Without)).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
        Assert.Equal("metadata.ownerReferences.uid", without.Text("details.causes[0].field"));
        (await ns.ConfigMaps.CreateAsync(Two)).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }

    [Theory, EachApiServer]
    public async Task Two_ports_of_a_Service_need_names(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var status = (await ns.Services.CreateAsync("""{"metadata":{"name":"a"},"spec":{"ports":[{"port":80},{"port":81}]}}""")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

        Assert.Equal("spec.ports[0].name", status.Text("details.causes[0].field"));
    }
}
