using System.Text.Json.Nodes;

namespace InferencePlatform.ApiServer.Tests.Watching;

/// <summary>Watches from a place that the server no longer knows, or never did.</summary>
public sealed class ExpiredTests(ApiServers servers) : ApiServerCase(servers)
{
    private const int MostThatAreKept = 2000;

    private const string Theirs = """
        {"apiVersion":"inference.networking.x-k8s.io/v1alpha2","kind":"InferenceModel","metadata":{"name":"a"},"spec":{}}
        """;

    [Theory, EachApiServer]
    public async Task A_resource_version_that_is_too_old_ends_the_watch_with_410(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);
        var others = ns.Of("inference.networking.x-k8s.io/v1alpha2", "inferencemodels");
        (await others.CreateAsync(Theirs)).Succeeded();

        var ended = await FirstAsync(others);
        for (var n = 0; ended.Text("type") != "ERROR" && n < MostThatAreKept; n++)
        {
            (await others.PatchAsync("a", PatchType.Merge, $$$"""{"spec":{"modelName":"{{{n}}}"}}""")).Succeeded();
            ended = n % 100 == 0 ? await FirstAsync(others) : ended;
        }

        Assert.Equal("ERROR", ended.Text("type"));
        Assert.Equal("Status", ended.Text("object.kind"));
        Assert.Equal("410", ended.Text("object.code"));
        Assert.Equal("Expired", ended.Text("object.reason"));
    }

    [Theory, EachApiServer]
    public async Task A_resource_version_that_is_no_number_is_refused_and_not_taken_for_the_present(ApiServerKind kind)
    {
        var ns = await NamespaceAsync(kind);

        var answer = await ns.Widgets.ListAsync("watch=true&resourceVersion=soon");

        Assert.True((int)answer.Code >= 400, answer.Body);
        Assert.Equal("Status", answer.Json.Text("kind"));
        Assert.Contains("soon", answer.Json.Text("message"), StringComparison.Ordinal);
    }

    private static async Task<JsonObject> FirstAsync(ResourceClient resource)
    {
        using var watch = await resource.WatchAsync("resourceVersion=1");
        return (await watch.NextAsync())!;
    }
}
