using System.Text.Json.Nodes;

namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>
/// Drains of nodes, which evict pods by their <c>eviction</c> subresource. The embedded server has none: only Kubernetes' own
/// server and its disruption controller say what a budget is worth.
/// </summary>
public sealed class EvictionTests(ApiServers servers) : OperatorCase(servers)
{
    [Fact]
    public async Task A_drain_takes_one_pod_at_a_time()
    {
        await using var op = await StartAsync();
        await op.ReadyAsync("""{"replicas":2}""", replicas: 2);
        await AllowsAsync(op, "1");
        var pods = await op.Kubelet.PodsAsync();

        (await EvictAsync(op, pods[0].Name())).Succeeded();
        await AllowsAsync(op, "0");

        var second = await EvictAsync(op, pods[1].Name());
        Assert.Equal(429, (int)second.Code);
        Assert.Contains("disruption budget", second.Json.Text("message"), StringComparison.Ordinal);

        // Its replacement serves, and the next may go.
        await op.Kubelet.EndDeletedAsync();
        await op.Deployments.UntilAsync("digits", deployment => deployment.Text("status.replicas") == "2", "of 2 pods again");
        await op.Kubelet.RunAllAsync();
        await AllowsAsync(op, "1");
        (await EvictAsync(op, pods[1].Name())).Succeeded();
    }

    [Fact]
    public async Task A_model_scaled_to_one_pod_by_hand_blocks_no_drain_whatever_its_budget()
    {
        await using var op = await StartAsync();
        await op.ReadyAsync("""{"replicas":2,"disruption":{"minAvailable":1}}""", replicas: 2);
        await AllowsAsync(op, "1");

        await op.Namespace.Kubectl.RunAsync("scale", "deployment/digits", "--replicas=1");
        await op.Deployments.UntilAsync("digits", deployment => deployment.Text("status.replicas") == "1", "of 1 pod");
        await Budgets(op).UntilGoneAsync("digits");

        (await EvictAsync(op, (await op.Kubelet.PodsAsync()).Single().Name())).Succeeded();
    }

    private static ResourceClient Budgets(OperatorNamespace op) => op.Namespace.Of("policy/v1", "poddisruptionbudgets");

    private static Task<JsonNode> AllowsAsync(OperatorNamespace op, string disruptions) =>
        Budgets(op).UntilAsync("digits", budget => budget.Text("status.disruptionsAllowed") == disruptions && budget.Text("status.observedGeneration") == budget.Text("metadata.generation"), $"allowing {disruptions} disruptions");

    private static Task<ApiResponse> EvictAsync(OperatorNamespace op, string pod) => op.Namespace.Server.Client.PostAsync(
        op.Namespace.Core("pods").PathOf(pod, "eviction"), Json.Of($$$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{{pod}}}","namespace":"{{{op.Namespace.Name}}}"} }"""));

    private Task<OperatorNamespace> StartAsync()
    {
        var missing = ApiServers.WhyNot(ApiServerKind.Real);
        Assert.SkipUnless(missing is null, missing ?? "");
        return StartAsync(ApiServerKind.Real);
    }
}
