using System.Text.Json.Nodes;

namespace InferencePlatform.ApiServer.Tests.Describing;

/// <summary>How a client learns what there is.</summary>
public sealed class DiscoveryTests(ApiServers servers) : ApiServerCase(servers)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    [Theory, EachApiServer]
    public async Task The_groups_are_listed_with_their_versions(ApiServerKind kind)
    {
        var api = (await ServerAsync(kind)).Client;

        var core = (await api.GetAsync("/api")).Succeeded();
        var groups = (await api.GetAsync("/apis")).Succeeded();

        Assert.Equal("APIVersions", core.Text("kind"));
        Assert.Equal("""["v1"]""", core["versions"]!.Sorted());
        Assert.Equal("APIGroupList", groups.Text("kind"));
        var ours = groups["groups"]!.AsArray().Single(group => group.Text("name") == "testing.inferenceplatform.io")!;
        Assert.Equal("testing.inferenceplatform.io/v1alpha1", ours.Text("versions[0].groupVersion"));
        Assert.Equal("v1alpha1", ours.Text("preferredVersion.version"));
        Assert.Contains("apps", groups["groups"]!.AsArray().Select(group => group.Text("name")));
    }

    [Theory, EachApiServer]
    public async Task A_versions_resources_are_listed_with_names_verbs_and_subresources(ApiServerKind kind)
    {
        var api = (await ServerAsync(kind)).Client;

        var list = (await api.GetAsync("/apis/testing.inferenceplatform.io/v1alpha1")).Succeeded();

        Assert.Equal("APIResourceList", list.Text("kind"));
        Assert.Equal("testing.inferenceplatform.io/v1alpha1", list.Text("groupVersion"));
        var widgets = Resource(list, "widgets");
        Assert.Equal("Widget", widgets.Text("kind"));
        Assert.Equal("widget", widgets.Text("singularName"));
        Assert.Equal("true", widgets.Text("namespaced"));
        Assert.Equal("""["wdg"]""", widgets["shortNames"]!.Sorted());
        Assert.Equal("""["all"]""", widgets["categories"]!.Sorted());
        Assert.Equal(
            ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
            widgets["verbs"]!.AsArray().Select(verb => verb!.ToString()).Order());
        Assert.Equal(["get", "patch", "update"], Resource(list, "widgets/status")["verbs"]!.AsArray().Select(verb => verb!.ToString()).Order());
        Assert.Equal("Scale", Resource(list, "widgets/scale").Text("kind"));
        Assert.Equal("autoscaling", Resource(list, "widgets/scale").Text("group"));
        Assert.Equal("v1", Resource(list, "widgets/scale").Text("version"));
    }

    [Theory, EachApiServer]
    public async Task All_of_it_comes_at_once_to_a_client_that_asks(ApiServerKind kind)
    {
        var api = (await ServerAsync(kind)).Client;

        var answer = await api.GetAsync("/apis", Aggregated + ",application/json");
        var groups = answer.Succeeded();
        var core = (await api.GetAsync("/api", Aggregated + ",application/json")).Succeeded();

        Assert.Contains("as=APIGroupDiscoveryList", answer.ContentType, StringComparison.Ordinal);
        Assert.Equal("APIGroupDiscoveryList", groups.Text("kind"));
        Assert.Equal("apidiscovery.k8s.io/v2", groups.Text("apiVersion"));
        var ours = groups.Items().Single(group => group.Name() == "testing.inferenceplatform.io");
        var widgets = ours.At("versions[0].resources")!.AsArray().Single(resource => resource.Text("resource") == "widgets")!;
        Assert.Equal("Widget", widgets.Text("responseKind.kind"));
        Assert.Equal("Namespaced", widgets.Text("scope"));
        Assert.Equal("widget", widgets.Text("singularResource"));
        Assert.Equal(["scale", "status"], widgets["subresources"]!.AsArray().Select(subresource => subresource.Text("subresource")).Order());
        Assert.Contains("configmaps", core.At("items[0].versions[0].resources")!.AsArray().Select(resource => resource.Text("resource")));
    }

    [Theory, EachApiServer]
    public async Task A_group_that_is_not_served_is_not_found(ApiServerKind kind)
    {
        var api = (await ServerAsync(kind)).Client;

        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/apis/nothing.example.com/v1")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/apis/nothing.example.com/v1/things")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/v1/namespaces/default/things")).Code);
    }

    [Theory, EachApiServer]
    public async Task The_version_is_told(ApiServerKind kind)
    {
        var api = (await ServerAsync(kind)).Client;

        var version = (await api.GetAsync("/version")).Succeeded();

        Assert.Equal("1", version.Text("major"));
        Assert.Matches(@"^\d+\+?$", version.Text("minor"));
        Assert.StartsWith("v1.", version.Text("gitVersion"), StringComparison.Ordinal);
    }

    private static JsonNode Resource(JsonNode list, string name) => list["resources"]!.AsArray().Single(resource => resource.Text("name") == name)!;
}
