using System.Text.Json.Nodes;

namespace InferencePlatform.ApiServer.Tests.Deleting;

/// <summary>How an object goes.</summary>
public sealed class DeleteTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task A_deleted_object_is_gone_and_the_answer_names_it(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var created = (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a"))).Succeeded();

        var status = (await ns.ConfigMaps.DeleteAsync("a")).Succeeded();

        Assert.Equal("Status", status.Text("kind"));
        Assert.Equal("Success", status.Text("status"));
        Assert.Equal("a", status.Text("details.name"));
        Assert.Equal("configmaps", status.Text("details.kind"));
        Assert.Equal(created.Text("metadata.uid"), status.Text("details.uid"));
        (await ns.ConfigMaps.GetAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");
        (await ns.ConfigMaps.DeleteAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");
    }

    [Theory, EachApiServer]
    public async Task A_delete_meant_for_another_object_of_that_name_is_a_conflict(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var created = (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        var current = (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"color":"blue"}}""")).Succeeded();

        (await ns.Widgets.DeleteAsync("a", """{"preconditions":{"uid":"7f3c1f2e-0000-4000-8000-000000000000"}}""")).Failed(HttpStatusCode.Conflict, "Conflict");
        (await ns.Widgets.DeleteAsync("a", $$$"""{"preconditions":{"resourceVersion":"{{{created.ResourceVersion()}}}"}}""")).Failed(HttpStatusCode.Conflict, "Conflict");
        (await ns.Widgets.DeleteAsync("a", $$$"""{"preconditions":{"uid":"{{{created.Text("metadata.uid")}}}","resourceVersion":"{{{current.ResourceVersion()}}}"}}""")).Succeeded();
    }

    [Theory, EachApiServer]
    public async Task A_finalizer_holds_the_object_until_it_is_taken_off(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Finalized("a"))).Succeeded();

        var deleting = (await ns.Widgets.DeleteAsync("a")).Succeeded();
        Assert.Equal("Widget", deleting.Text("kind"));
        Assert.NotNull(deleting.Text("metadata.deletionTimestamp"));
        Assert.Equal("0", deleting.Text("metadata.deletionGracePeriodSeconds"));

        var again = (await ns.Widgets.DeleteAsync("a")).Succeeded();
        Assert.Equal(deleting.Text("metadata.deletionTimestamp"), again.Text("metadata.deletionTimestamp"));

        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"metadata":{"finalizers":null}}""")).Succeeded();
        (await ns.Widgets.GetAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");
    }

    [Theory, EachApiServer]
    public async Task A_finalizer_cannot_be_added_to_what_is_being_deleted(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Finalized("a"))).Succeeded();
        (await ns.Widgets.DeleteAsync("a")).Succeeded();

        var answer = await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"metadata":{"finalizers":["example.com/wait","example.com/more"]}}""");

        var status = answer.Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
        Assert.Equal("metadata.finalizers", status.Text("details.causes[0].field"));
        Assert.Equal("FieldValueForbidden", status.Text("details.causes[0].reason"));
    }

    [Theory, EachApiServer]
    public async Task A_collection_is_deleted_by_selector(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("a", """{"app":"x"}"""))).Succeeded();
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("b", """{"app":"x"}"""))).Succeeded();
        (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("c"))).Succeeded();

        (await ns.ConfigMaps.DeleteCollectionAsync("labelSelector=app%3Dx")).Succeeded();

        Assert.Equal(["c"], (await ns.ConfigMaps.ListAsync("labelSelector=!none")).Succeeded().Names());
    }

    [Theory, EachApiServer]
    public async Task A_policy_that_there_is_not_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        (await ns.Widgets.DeleteAsync("a", """{"propagationPolicy":"Sideways"}""")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }

    [Theory, EachApiServer]
    public async Task The_policy_may_come_in_the_query(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Finalized("a"))).Succeeded();

        var deleting = (await ns.Server.Client.DeleteAsync(ns.Widgets.PathOf("a") + "?propagationPolicy=Foreground")).Succeeded();

        Assert.Equal(["example.com/wait", "foregroundDeletion"], deleting.At("metadata.finalizers")!.AsArray().Select(text => text!.ToString()).Order());
    }

    private static string Finalized(string name) => Json.Of(Sample.Widget(name)).With("metadata.finalizers", new JsonArray("example.com/wait")).ToJsonString();
}
