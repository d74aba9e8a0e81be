namespace InferencePlatform.EndToEnd.Tests;

/// <summary>The platform comes to a cluster, is upgraded there, and leaves it; models serve on meanwhile.</summary>
public sealed class InstallationTests(EndToEndCluster cluster) : IAsyncLifetime
{
    private ModelNamespace _namespace = null!;

    public async ValueTask InitializeAsync() => _namespace = await ModelNamespace.CreateAsync(cluster);

    public ValueTask DisposeAsync() => _namespace.DisposeAsync();

    [Fact]
    public async Task The_operator_runs_twice_under_the_restricted_profile_and_one_of_them_leads()
    {
        var kubectl = cluster.In(Installation.Namespace);

        Assert.Equal("2", await kubectl.RunAsync("get", Installation.Operator, "--output=jsonpath={.status.readyReplicas}"));
        Assert.StartsWith("inference-operator-", await kubectl.RunAsync("get", "lease", "inference-operator", "--output=jsonpath={.spec.holderIdentity}"), StringComparison.Ordinal);
        Assert.Equal("restricted", await kubectl.RunAsync("get", "namespace", Installation.Namespace, @"--output=jsonpath={.metadata.labels.pod-security\.kubernetes\.io/enforce}"));
    }

    [Fact]
    public async Task Taken_away_and_installed_again_the_platform_leaves_models_serving_and_their_pods_untouched()
    {
        await _namespace.ApplyAsync("example");
        await _namespace.RolledOutAsync("example", 1);
        var pods = await _namespace.PodsAsync("example");

        await Installation.UninstallAsync(cluster);
        Assert.Equal("2", await _namespace.Client.PredictAsync("example", 1));
        Assert.Contains("example", await _namespace.Kubectl.RunAsync("get", "imodel", "--output=name"), StringComparison.Ordinal);

        await Installation.InstallAsync(cluster);
        await _namespace.ApplyAsync("example", spec => spec["replicas"] = 2);
        await _namespace.RolledOutAsync("example", 2);
        Assert.Contains(Assert.Single(pods), await _namespace.PodsAsync("example"));
    }

    [Fact]
    public async Task What_a_spec_may_not_say_is_refused_at_apply_with_the_field()
    {
        var (code, _, errors) = await _namespace.Kubectl.TryAsync(
            Manifest.Model("example", new() { ["model"] = new System.Text.Json.Nodes.JsonObject { ["uri"] = "ftp://models/model.onnx" } }), "apply", "--filename", "-");

        Assert.NotEqual(0, code);
        Assert.Contains("spec.model.uri", errors, StringComparison.Ordinal);
    }
}
