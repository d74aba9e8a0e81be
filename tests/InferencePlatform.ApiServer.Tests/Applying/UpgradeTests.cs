namespace InferencePlatform.ApiServer.Tests.Applying;

/// <summary>From plain writes to apply.</summary>
public sealed class UpgradeTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task An_update_and_an_apply_by_one_manager_are_two_owners(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.Widgets.CreateAsync(Sample.Widget("a"), "fieldManager=one")).Succeeded();

        var status = (await ns.Widgets.ApplyAsync("a", "one", Sample.Widget("a", """{"color":"blue"}"""))).Failed(HttpStatusCode.Conflict, "Conflict");

        Assert.StartsWith("Apply failed with 1 conflict: conflict with \"one\" using testing.inferenceplatform.io/v1alpha1", status.Text("message"), StringComparison.Ordinal);
    }

    [Theory, EachApiServer]
    public async Task Status_in_an_apply_of_the_object_is_ignored(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var applied = (await ns.Widgets.ApplyAsync("a", "one", Json.Of(Sample.Widget("a")).With("status", Json.Of("""{"replicas":7}""")).ToJsonString())).Succeeded();

        Assert.Null(applied.At("status"));
        Assert.Empty(ManagedFields.OwnersOf(applied, "f:status"));
    }
}
