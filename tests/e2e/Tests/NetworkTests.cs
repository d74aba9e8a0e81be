using System.Text.Json.Nodes;

namespace InferencePlatform.EndToEnd.Tests;

/// <summary>Who reaches a model, where the cluster's network enforces NetworkPolicies.</summary>
public sealed class NetworkTests(EndToEndCluster cluster) : IAsyncLifetime
{
    private ModelNamespace _models = null!;
    private ModelNamespace _strangers = null!;

    public async ValueTask InitializeAsync()
    {
        _models = await ModelNamespace.CreateAsync(cluster);
        _strangers = await ModelNamespace.CreateAsync(cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await _models.DisposeAsync();
        await _strangers.DisposeAsync();
    }

    [Fact]
    public async Task Only_the_namespaces_that_a_model_names_reach_it()
    {
        await _models.ApplyAsync("closed", spec => spec["network"] = new JsonObject { ["from"] = new JsonArray() });
        await _models.ApplyAsync("example", spec => spec["network"] = new JsonObject
        {
            ["from"] = new JsonArray(new JsonObject
            {
                ["namespaces"] = new JsonObject { ["matchLabels"] = new JsonObject { ["kubernetes.io/metadata.name"] = _models.Name } },
            }),
        });
        await _models.RolledOutAsync("closed", 1);
        await _models.RolledOutAsync("example", 1);
        var address = $"{{0}}.{_models.Name}.svc:50051";
        Assert.SkipWhen((await _models.Client.TryPredictAsync(string.Format(null, address, "closed"))).Code == 0, "This cluster's network does not enforce NetworkPolicies.");

        Assert.Equal("2", await _models.Client.PredictAsync("example", 1));
        Assert.NotEqual(0, (await _strangers.Client.TryPredictAsync(string.Format(null, address, "example"))).Code);
    }
}
