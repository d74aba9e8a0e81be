namespace InferencePlatform.ApiServer.Tests.Writing;

/// <summary>Replacing an object that others may have changed.</summary>
public sealed class UpdateTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task An_update_from_an_old_copy_is_a_conflict_and_changes_nothing(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var old = (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        (await ns.Widgets.UpdateAsync(old.With("spec.color", "blue"))).Succeeded();

        var status = (await ns.Widgets.UpdateAsync(old.With("spec.color", "green"))).Failed(HttpStatusCode.Conflict, "Conflict");

        Assert.Contains("the object has been modified; please apply your changes to the latest version and try again", status.Text("message"), StringComparison.Ordinal);
        Assert.Equal("a", status.Text("details.name"));
        Assert.Equal("blue", (await ns.Widgets.GetAsync("a")).Succeeded().Text("spec.color"));
    }

    [Theory, EachApiServer]
    public async Task An_update_that_changes_nothing_makes_no_new_version(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var created = (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var same = (await ns.Widgets.UpdateAsync(created)).Succeeded();

        Assert.Equal(created.ResourceVersion(), same.ResourceVersion());
    }

    [Theory, EachApiServer]
    public async Task A_built_in_kind_may_be_replaced_without_a_resource_version(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        var replaced = (await ns.ConfigMaps.UpdateAsync(Json.Of(Sample.ConfigMap("a")).With("data", Json.Of("""{"x":"1"}""")))).Succeeded();

        Assert.Equal("""{"x":"1"}""", replaced["data"]!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task A_custom_resource_may_not(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var status = (await ns.Widgets.UpdateAsync(Json.Of(Sample.Widget("a")))).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

        Assert.Equal("metadata.resourceVersion", status.Text("details.causes[0].field"));
    }

    [Theory, EachApiServer]
    public async Task A_body_that_names_another_object_is_a_bad_request(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        var answer = await ns.Server.Client.PutAsync(ns.ConfigMaps.PathOf("a"), Json.Of(Sample.ConfigMap("b")));

        answer.Failed(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Theory, EachApiServer]
    public async Task An_object_that_is_not_there_cannot_be_replaced(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.ConfigMaps.UpdateAsync(Json.Of(Sample.ConfigMap("a")))).Failed(HttpStatusCode.NotFound, "NotFound");
    }

    [Theory, EachApiServer]
    public async Task An_update_meant_for_an_object_of_that_name_that_is_gone_is_a_conflict(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var gone = (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();
        (await ns.ConfigMaps.DeleteAsync("a")).Succeeded();
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        var update = gone.With("metadata.resourceVersion", null);

        (await ns.ConfigMaps.UpdateAsync(update)).Failed(HttpStatusCode.Conflict, "Conflict");
    }
}
