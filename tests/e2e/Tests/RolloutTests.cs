using System.Globalization;

namespace InferencePlatform.EndToEnd.Tests;

/// <summary>Unary calls and streams go on while everything around them is changed, and none may fail.</summary>
public sealed class RolloutTests(EndToEndCluster cluster) : IAsyncLifetime
{
    private const string Model = "example";

    private static readonly int Updates =
        int.Parse(Environment.GetEnvironmentVariable("E2E_UPDATES") ?? "20", NumberStyles.None, CultureInfo.InvariantCulture);

    private ModelNamespace _namespace = null!;

    public async ValueTask InitializeAsync()
    {
        _namespace = await ModelNamespace.CreateAsync(cluster);
        await _namespace.ApplyAsync(Model, spec => spec["replicas"] = 2);
        await _namespace.RolledOutAsync(Model, 2);
    }

    public ValueTask DisposeAsync() => _namespace.DisposeAsync();

    [Fact]
    public async Task No_call_fails_through_rolling_updates()
    {
        using var load = _namespace.Client.Load(Model);
        for (var update = 1; update <= Updates; update++)
        {
            await _namespace.RollAsync(Model, $"{update}");
            await _namespace.RolledOutAsync(Model, 2);
        }

        await load.AssertNoneFailedAsync();
    }

    [Fact]
    public async Task No_call_fails_through_a_scale_from_one_to_five_and_back()
    {
        await ScaleAsync(1);
        using var load = _namespace.Client.Load(Model);
        await ScaleAsync(5);
        await ScaleAsync(1);

        await load.AssertNoneFailedAsync();
    }

    [Fact]
    public async Task No_call_fails_and_no_pod_is_restarted_through_a_restart_of_the_operator()
    {
        var pods = await _namespace.PodsAsync(Model);
        using var load = _namespace.Client.Load(Model);
        await RestartOperatorAsync();

        await load.AssertNoneFailedAsync();
        Assert.Equal(pods, await _namespace.PodsAsync(Model));
    }

    [Fact]
    public async Task An_operator_killed_in_the_middle_of_a_rollout_loses_no_call_and_another_ends_the_rollout()
    {
        using var load = _namespace.Client.Load(Model);
        await _namespace.RollAsync(Model, "killed");
        await _namespace.UntilAsync(Model, model => (string?)ModelNamespace.Condition(model, "RolledOut")?["status"] == "False");
        await cluster.In(Installation.Namespace).RunAsync("delete", "pods", "--selector=app.kubernetes.io/name=inference-operator", "--force", "--grace-period=0");
        await _namespace.RolledOutAsync(Model, 2);

        await load.AssertNoneFailedAsync();
        await cluster.In(Installation.Namespace).RunAsync("rollout", "status", Installation.Operator, "--timeout=80s");
    }

    [Fact]
    public async Task An_eviction_from_a_closed_node_loses_no_call_and_the_budget_stops_the_second()
    {
        var pods = (await _namespace.Kubectl.RunAsync("get", "pods", $"--selector=inferenceplatform.io/model={Model}", "--output=jsonpath={.items[*].metadata.name}")).Split(' ');
        var node = await _namespace.Kubectl.RunAsync("get", "pod", pods[0], "--output=jsonpath={.spec.nodeName}");
        using var load = _namespace.Client.Load(Model);
        await _namespace.Kubectl.RunAsync("cordon", node);
        try
        {
            await EvictAsync(pods[0], expected: 0);
            await _namespace.UntilAsync(Model, model => (int?)model["status"]!["readyReplicas"] == 1);
            await EvictAsync(pods[1], expected: 1);
        }
        finally
        {
            await _namespace.Kubectl.RunAsync("uncordon", node);
        }

        await _namespace.RolledOutAsync(Model, 2);
        await load.AssertNoneFailedAsync();
    }

    private async Task EvictAsync(string pod, int expected)
    {
        var body = $$"""{ "apiVersion": "policy/v1", "kind": "Eviction", "metadata": { "name": "{{pod}}", "namespace": "{{_namespace.Name}}" } }""";
        var (code, output, errors) = await _namespace.Kubectl.TryAsync(
            body, "create", "--raw", $"/api/v1/namespaces/{_namespace.Name}/pods/{pod}/eviction", "--filename", "-");
        Assert.True(code == expected, $"The eviction of {pod} ended with {code}: {output}{errors}");
    }

    private async Task ScaleAsync(int replicas)
    {
        await _namespace.Kubectl.RunAsync("scale", $"imodel/{Model}", $"--replicas={replicas}");
        await _namespace.RolledOutAsync(Model, replicas);
    }

    private async Task RestartOperatorAsync()
    {
        var kubectl = cluster.In(Installation.Namespace);
        await kubectl.RunAsync("rollout", "restart", Installation.Operator);
        await kubectl.RunAsync("rollout", "status", Installation.Operator, "--timeout=80s");
    }
}
