namespace InferencePlatform.EndToEnd.Tests;

/// <summary>Models that are applied, and what pods of the cluster get from them.</summary>
public sealed class ServingTests(EndToEndCluster cluster) : IAsyncLifetime
{
    private ModelNamespace _namespace = null!;

    public async ValueTask InitializeAsync() => _namespace = await ModelNamespace.CreateAsync(cluster);

    public ValueTask DisposeAsync() => _namespace.DisposeAsync();

    [Fact]
    public async Task A_model_from_a_ConfigMap_answers_pods_of_its_cluster_from_a_restricted_namespace()
    {
        await _namespace.ApplyAsync("example");
        await _namespace.Kubectl.RunAsync("wait", "imodel/example", "--for=condition=Ready", "--timeout=80s");

        Assert.Equal("2 4 6", await _namespace.Client.PredictAsync("example", 1, 2, 3));
        Assert.Contains("example", await _namespace.Kubectl.RunAsync("get", "networkpolicies", "--output=name"), StringComparison.Ordinal);
        Assert.Contains("Ready", await _namespace.Kubectl.RunAsync("get", "events", "--field-selector=involvedObject.kind=InferenceModel"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_fetched_over_HTTP_by_its_pods_first_container()
    {
        await _namespace.ApplyAsync("example", spec => spec["model"]!["uri"] = _namespace.Client.ModelUrl);
        await _namespace.RolledOutAsync("example", 1);

        Assert.Equal("4", await _namespace.Client.PredictAsync("example", 2));
    }

    [Fact]
    public async Task Callers_by_the_headless_Service_reach_every_pod()
    {
        await _namespace.ApplyAsync("example", spec => spec["replicas"] = 3);
        await _namespace.RolledOutAsync("example", 3);
        using var load = _namespace.Client.LoadEach("example");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await load.AssertNoneFailedAsync();

        var calls = await _namespace.Client.CallsAsync("example");
        Assert.Equal(3, calls.Count);
        Assert.All(calls, pod => Assert.InRange(pod, calls.Sum() / 10, calls.Sum()));
    }

    [Fact]
    public async Task Kubectl_scale_sets_how_many_pods_serve_and_none_is_said_to_be_none()
    {
        await _namespace.ApplyAsync("example");
        await _namespace.RolledOutAsync("example", 1);

        await _namespace.Kubectl.RunAsync("scale", "imodel/example", "--replicas=3");
        await _namespace.RolledOutAsync("example", 3);
        await _namespace.Kubectl.RunAsync("scale", "imodel/example", "--replicas=0");
        var model = await _namespace.UntilAsync("example", m => (string?)ModelNamespace.Condition(m, "Ready")?["reason"] == "ScaledToZero");

        Assert.Equal("False", (string?)ModelNamespace.Condition(model, "Ready")!["status"]);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_is_named_and_the_one_before_serves_on()
    {
        await _namespace.ApplyAsync("example");
        await _namespace.RolledOutAsync("example", 1);
        await _namespace.Kubectl.RunAsync("create", "configmap", "broken", "--from-literal=model.onnx=not a model");

        await _namespace.ApplyAsync("example", spec => spec["model"]!["uri"] = "configmap://broken/model.onnx");
        var model = await _namespace.UntilAsync("example", m => (string?)ModelNamespace.Condition(m, "Ready")?["reason"] == "ModelLoadFailed");

        Assert.Equal("True", (string?)ModelNamespace.Condition(model, "Available")!["status"]);
        Assert.Contains("model.onnx", (string)ModelNamespace.Condition(model, "Ready")!["message"]!, StringComparison.Ordinal);
        Assert.Equal("2", await _namespace.Client.PredictAsync("example", 1));
    }
}
