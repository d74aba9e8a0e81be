namespace InferencePlatform.ApiServer.Tests.Patching;

/// <summary>RFC 7386.</summary>
public sealed class MergePatchTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Objects_are_merged_null_removes_and_a_list_is_replaced(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a", """{"color":"red","code":"a1","labels":{"x":"1","y":"2"},"parts":[{"name":"a"},{"name":"b"}]}"""))).Succeeded();

        var patched = (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"code":null,"labels":{"x":null,"z":"3"},"parts":[{"name":"c"}]}}""")).Succeeded();

        Assert.Null(patched.At("spec.code"));
        Assert.Equal("""{"y":"2","z":"3"}""", patched.At("spec.labels")!.Sorted());
        Assert.Equal("""[{"name":"c"}]""", patched.At("spec.parts")!.Sorted());
    }

    [Theory, EachApiServer]
    public async Task A_patch_that_changes_nothing_makes_no_new_version(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var created = (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var patched = (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"color":"red"}}""")).Succeeded();

        Assert.Equal(created.ResourceVersion(), patched.ResourceVersion());
    }

    [Theory, EachApiServer]
    public async Task A_patch_with_an_old_resource_version_is_a_conflict(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var old = (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"color":"blue"}}""")).Succeeded();

        var patch = $$$"""{"metadata":{"resourceVersion":"{{{old.ResourceVersion()}}}"},"spec":{"color":"green"}}""";

        (await ns.Widgets.PatchAsync("a", PatchType.Merge, patch)).Failed(HttpStatusCode.Conflict, "Conflict");
    }

    [Theory, EachApiServer]
    public async Task What_does_not_exist_cannot_be_patched(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.Widgets.PatchAsync("a", PatchType.Merge, "{}")).Failed(HttpStatusCode.NotFound, "NotFound");
    }

    [Theory, EachApiServer]
    public async Task A_result_that_breaks_the_schema_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var status = (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"color":null}}""")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");

        Assert.Equal("spec.color", status.Text("details.causes[0].field"));
    }

    [Theory, EachApiServer]
    public async Task A_patch_of_no_known_type_is_refused_with_the_types_there_are(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        var status = (await ns.Widgets.PatchAsync("a", "application/json", "{}")).Failed(HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType");

        Assert.Contains("application/merge-patch+json", status.Text("message"), StringComparison.Ordinal);
    }
}
