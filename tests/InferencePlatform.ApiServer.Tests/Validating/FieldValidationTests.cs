namespace InferencePlatform.ApiServer.Tests.Validating;

/// <summary>Fields that the schema does not have.</summary>
public sealed class FieldValidationTests(ApiServers servers) : ApiServerCase(servers)
{
    private const string Misspelt = """{"color":"red","colour":"red"}""";

    [Theory, EachApiServer]
    public async Task Strict_refuses_and_names_every_one(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var widget = (await ns.Widgets.CreateAsync(Sample.Widget("a", Misspelt), "fieldValidation=Strict")).Failed(HttpStatusCode.BadRequest, "BadRequest");
        var map = (await ns.ConfigMaps.CreateAsync("""{"metadata":{"name":"a","lable":{}},"date":{}}""", "fieldValidation=Strict")).Failed(HttpStatusCode.BadRequest, "BadRequest");

        Assert.Contains("strict decoding error: unknown field \"spec.colour\"", widget.Text("message"), StringComparison.Ordinal);
        Assert.Contains("unknown field \"date\"", map.Text("message"), StringComparison.Ordinal);
        Assert.Contains("unknown field \"metadata.lable\"", map.Text("message"), StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task Warn_drops_and_warns(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var widget = await ns.Widgets.CreateAsync(Sample.Widget("a", Misspelt), "fieldValidation=Warn");
        var map = await ns.ConfigMaps.CreateAsync("""{"metadata":{"name":"a"},"date":{}}""");

        Assert.Null(widget.Succeeded().At("spec.colour"));
        Assert.Equal(["unknown field \"spec.colour\""], widget.Warnings);
        Assert.Null(map.Succeeded().At("date"));
        Assert.Equal(["unknown field \"date\""], map.Warnings);
    }

    [Theory, EachApiServer]
    public async Task Ignore_drops_in_silence(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var answer = await ns.Widgets.CreateAsync(Sample.Widget("a", Misspelt), "fieldValidation=Ignore");

        Assert.Null(answer.Succeeded().At("spec.colour"));
        Assert.Empty(answer.Warnings);
    }

    [Theory, EachApiServer]
    public async Task A_key_that_comes_twice_is_strict_errors_too(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var answer = await ns.Server.Client.SendAsync(
            HttpMethod.Post, ns.ConfigMaps.Path + "?fieldValidation=Strict", """{"metadata":{"name":"a"},"data":{"x":"1","x":"2"}}""");

        Assert.Contains("duplicate field \"data.x\"", answer.Failed(HttpStatusCode.BadRequest, "BadRequest").Text("message"), StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task Patches_are_looked_at_in_the_same_way(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        var widget = await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"colour":"red"}}""", query: "fieldValidation=Strict");
        var map = await ns.ConfigMaps.PatchAsync("a", PatchType.Strategic, """{"date":{}}""", query: "fieldValidation=Strict");

        Assert.Contains("unknown field \"spec.colour\"", widget.Json.Text("message"), StringComparison.Ordinal);
        Assert.Contains("unknown field \"date\"", map.Json.Text("message"), StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task Applying_an_unknown_field_is_refused_whatever_is_asked(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var answer = await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", Misspelt));

        Assert.False((int)answer.Code < 300, answer.Body);
        Assert.Contains(".spec.colour: field not declared in schema", answer.Json.Text("message"), StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task A_value_of_another_type_is_a_bad_request_for_a_built_in_kind(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.Deployments.CreateAsync("""{"metadata":{"name":"a"},"spec":{"replicas":"two"}}""")).Failed(HttpStatusCode.BadRequest, "BadRequest");
        (await ns.ConfigMaps.CreateAsync("""{"metadata":{"name":"a"},"data":{"x":1}}""")).Failed(HttpStatusCode.BadRequest, "BadRequest");
    }
}
