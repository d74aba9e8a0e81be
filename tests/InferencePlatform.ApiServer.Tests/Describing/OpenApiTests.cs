using System.Text.Json.Nodes;

namespace InferencePlatform.ApiServer.Tests.Describing;

/// <summary>The schemas from which <c>kubectl explain</c> speaks and clients validate.</summary>
public sealed class OpenApiTests(ApiServers servers) : ApiServerCase(servers)
{
    [Theory, EachApiServer]
    public async Task The_index_names_a_document_for_each_group_and_version(ApiServerKind kind)
    {
        var api = (await ServerAsync(kind)).Client;

        var index = (await api.GetAsync("/openapi/v3")).Succeeded();

        foreach (var path in new[] { "api/v1", "apis/apps/v1", "apis/testing.inferenceplatform.io/v1alpha1" })
        {
            Assert.Matches($"^/openapi/v3/{path}\\?hash=[0-9A-Fa-f]+$", index["paths"]![path].Text("serverRelativeURL"));
        }
    }

    [Theory, EachApiServer]
    public async Task A_custom_resources_schema_has_its_descriptions(ApiServerKind kind)
    {
        var api = (await ServerAsync(kind)).Client;

        var document = (await api.GetAsync("/openapi/v3/apis/testing.inferenceplatform.io/v1alpha1")).Succeeded();

        Assert.StartsWith("3.0", document.Text("openapi"), StringComparison.Ordinal);
        var widget = OfKind(document, "Widget");
        Assert.Equal("Widget is a thing to test with.", widget.Text("description"));
        Assert.Equal("The paint, from a list.", widget.Text("properties.spec.properties.color.description"));
        Assert.NotNull(document["paths"]!["/apis/testing.inferenceplatform.io/v1alpha1/namespaces/{namespace}/widgets/{name}"]);
    }

    [Theory, EachApiServer]
    public async Task A_built_in_kinds_schema_has_the_keys_of_its_lists(ApiServerKind kind)
    {
        var api = (await ServerAsync(kind)).Client;

        var document = (await api.GetAsync("/openapi/v3/api/v1")).Succeeded();

        var containers = document["components"]!["schemas"]!["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!;
        Assert.Equal("map", containers.Text("x-kubernetes-list-type"));
        Assert.Equal("""["name"]""", containers["x-kubernetes-list-map-keys"]!.Sorted());
        Assert.NotNull(OfKind(document, "ConfigMap"));
    }

    private static JsonNode OfKind(JsonNode document, string kind) =>
        document["components"]!["schemas"]!.AsObject().Select(schema => schema.Value!)
            .Single(schema => schema["x-kubernetes-group-version-kind"]?.AsArray() is [var only] && only.Text("kind") == kind);
}
