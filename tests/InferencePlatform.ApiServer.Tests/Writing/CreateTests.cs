namespace InferencePlatform.ApiServer.Tests.Writing;

/// <summary>What the server adds to a new object, and what it refuses.</summary>
public sealed class CreateTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_new_object_has_the_servers_metadata(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var answer = await ns.Widgets.CreateAsync(Sample.Widget("a"));
        var created = answer.Succeeded();

        Assert.Equal(HttpStatusCode.Created, answer.Code);
        Assert.Equal(ns.Name, created.Text("metadata.namespace"));
        Assert.True(Guid.TryParse(created.Text("metadata.uid"), out _));
        Assert.True(ulong.Parse(created.ResourceVersion(), null) > 0);
        Assert.Equal("1", created.Text("metadata.generation"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", created.Text("metadata.creationTimestamp"));
        Assert.Equal(created.ToJsonString(), (await ns.Widgets.GetAsync("a")).Succeeded().ToJsonString());
    }

    [Theory, EachApiServer]
    public async Task What_a_client_says_of_the_servers_metadata_is_ignored(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var sample = Json.Of(Sample.Widget("a"))
            .With("metadata.uid", "7f3c1f2e-0000-4000-8000-000000000000")
            .With("metadata.generation", 9)
            .With("metadata.creationTimestamp", "2001-01-01T00:00:00Z");

        var created = (await ns.Widgets.CreateAsync(sample.ToJsonString())).Succeeded();

        Assert.NotEqual("7f3c1f2e-0000-4000-8000-000000000000", created.Text("metadata.uid"));
        Assert.Equal("1", created.Text("metadata.generation"));
        Assert.DoesNotContain("2001", created.Text("metadata.creationTimestamp"), StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task A_name_that_is_taken_is_a_conflict_that_names_it(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var status = (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Failed(HttpStatusCode.Conflict, "AlreadyExists");

        Assert.Equal("widgets.testing.inferenceplatform.io \"a\" already exists", status.Text("message"));
        Assert.Equal("a", status.Text("details.name"));
        Assert.Equal("testing.inferenceplatform.io", status.Text("details.group"));
        Assert.Equal("widgets", status.Text("details.kind"));
    }

    [Theory, EachApiServer]
    public async Task A_generated_name_is_the_prefix_and_five_letters(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var one = (await ns.ConfigMaps.CreateAsync("""{"metadata":{"generateName":"made-"}}""")).Succeeded();
        var other = (await ns.ConfigMaps.CreateAsync("""{"metadata":{"generateName":"made-"}}""")).Succeeded();

        Assert.Matches("^made-[a-z0-9]{5}$", one.Name());
        Assert.NotEqual(one.Name(), other.Name());
        Assert.Equal("made-", one.Text("metadata.generateName"));
    }

    [Theory, EachApiServer]
    public async Task An_object_without_a_name_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var status = (await ns.ConfigMaps.CreateAsync("""{"data":{}}""")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

        Assert.Equal("metadata.name", status.Text("details.causes[0].field"));
        Assert.Equal("FieldValueRequired", status.Text("details.causes[0].reason"));
    }

    [Theory, EachApiServer]
    public async Task An_object_of_another_namespace_is_a_bad_request(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.ConfigMaps.CreateAsync("""{"metadata":{"name":"a","namespace":"elsewhere"}}""")).Failed(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Theory, EachApiServer]
    public async Task An_object_of_another_kind_is_a_bad_request(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.ConfigMaps.CreateAsync("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}""")).Failed(HttpStatusCode.BadRequest, "BadRequest");
        (await ns.Widgets.CreateAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""")).Failed(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Theory, EachApiServer]
    public async Task In_a_namespace_that_is_not_there_nothing_is_created(ApiServerKind kind)
    {
        var server = await ServerAsync(kind);

        var status = (await new TestNamespace(server, "nowhere").ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Failed(HttpStatusCode.NotFound, "NotFound");

        Assert.Equal("namespaces \"nowhere\" not found", status.Text("message"));
    }
}
