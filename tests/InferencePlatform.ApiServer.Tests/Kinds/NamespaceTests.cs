namespace InferencePlatform.ApiServer.Tests.Kinds;

/// <summary>Namespaces.</summary>
public sealed class NamespaceTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task The_usual_ones_are_there(ApiServerKind kind)
    {
        var api = (await ServerAsync(kind)).Client;

        foreach (var name in new[] { "default", "kube-system" })
        {
            Assert.Equal("Active", (await api.GetAsync($"/api/v1/namespaces/{name}")).Succeeded().Text("status.phase"));
        }
    }

    [Theory, EachApiServer]
    public async Task A_new_one_is_labelled_with_its_name(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var created = (await ns.Server.Client.GetAsync($"/api/v1/namespaces/{ns.Name}")).Succeeded();

        Assert.Equal(ns.Name, created["metadata"]!["labels"]!["kubernetes.io/metadata.name"]!.ToString());
        Assert.Equal("Active", created.Text("status.phase"));
    }

    [Theory, EachApiServer]
    public async Task One_that_is_being_deleted_takes_nothing_new(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        (await ns.ConfigMaps.CreateAsync("""{"metadata":{"name":"a","finalizers":["example.com/wait"]}}""")).Succeeded();

        var deleting = (await ns.Server.Client.DeleteAsync($"/api/v1/namespaces/{ns.Name}")).Succeeded();
        var status = (await ns.ConfigMaps.CreateAsync(Sample.ConfigMap("b"))).Failed(HttpStatusCode.Forbidden, "Forbidden");

        Assert.Equal("Terminating", deleting.Text("status.phase"));
        Assert.Contains("because it is being terminated", status.Text("message"), StringComparison.Ordinal);
        Assert.Equal("NamespaceTerminating", status.Text("details.causes[0].reason"));
    }
}
