namespace InferencePlatform.ApiServer.Tests.Validating;

/// <summary>Asking what would happen.</summary>
public sealed class DryRunTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task Nothing_is_kept_and_the_answer_is_what_would_be(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var created = (await ns.Widgets.CreateAsync(Sample.Widget("a"), "dryRun=All")).Succeeded();
        Assert.Equal("1", created.Text("spec.replicas"));
        (await ns.Widgets.GetAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");
        (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a"), query: "dryRun=All")).Succeeded();
        (await ns.Widgets.GetAsync("a")).Failed(HttpStatusCode.NotFound, "NotFound");

        var kept = (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();
        var patched = (await ns.Widgets.PatchAsync("a", PatchType.Merge, """{"spec":{"color":"blue"}}""", query: "dryRun=All")).Succeeded();
        Assert.Equal("blue", patched.Text("spec.color"));
        (await ns.Widgets.UpdateAsync(kept.With("spec.color", "green"), query: "dryRun=All")).Succeeded();
        (await ns.Widgets.DeleteAsync("a", """{"dryRun":["All"]}""")).Succeeded();

        Assert.Equal(kept.ToJsonString(), (await ns.Widgets.GetAsync("a")).Succeeded().ToJsonString());
    }

    [Theory, EachApiServer]
    public async Task What_would_fail_fails(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"))).Succeeded();

        (await ns.Widgets.CreateAsync(Sample.Widget("a"), "dryRun=All")).Failed(HttpStatusCode.Conflict, "AlreadyExists");
        (await ns.Widgets.CreateAsync(Sample.Widget("b", """{"color":"pink"}"""), "dryRun=All")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }

    [Theory, EachApiServer]
    public async Task Another_value_than_All_is_invalid(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        (await ns.Widgets.CreateAsync(Sample.Widget("a"), "dryRun=Some")).Failed(HttpStatusCode.UnprocessableEntity, "Invalid");
    }
}
