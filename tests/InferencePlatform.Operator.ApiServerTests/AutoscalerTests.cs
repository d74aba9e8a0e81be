namespace InferencePlatform.Operator.ApiServerTests;

/// <summary>
/// A HorizontalPodAutoscaler, in a cluster that says it serves <c>metrics.k8s.io</c>. What the cluster's autoscaler would write
/// the case writes, as there is nothing that measures.
/// </summary>
public sealed class AutoscalerTests
{
    private const string Metrics = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
         "metadata":{"name":"pods.metrics.k8s.io","annotations":{"api-approved.kubernetes.io":"unapproved, for a test"}},
         "spec":{"group":"metrics.k8s.io","scope":"Namespaced","names":{"kind":"PodMetrics","plural":"pods"},
           "versions":[{"name":"v1beta1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}
        """;

    [Theory, EachApiServer]
    public async Task Where_there_are_metrics_a_model_gets_an_autoscaler_which_then_has_the_number_of_pods(ApiServerKind kind)
    {
        await using var server = await ApiServers.StartAsync(kind);
        (await server.Client.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Json.Of(Metrics))).Succeeded();
        while ((await server.Client.GetAsync("/apis/metrics.k8s.io/v1beta1")).Code != System.Net.HttpStatusCode.OK)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await using var op = new OperatorNamespace(await server.CreateNamespaceAsync());
        await op.ApplyAsync(Spec("""{"minReplicas":2,"maxReplicas":6,"cpu":{"averageUtilization":70}}"""));
        var autoscaler = await op.Namespace.Of("autoscaling/v2", "horizontalpodautoscalers").UntilAsync("digits", _ => true, "made");
        Assert.Equal("Deployment/digits 2-6 70", $"{autoscaler.Text("spec.scaleTargetRef.kind")}/{autoscaler.Text("spec.scaleTargetRef.name")} {autoscaler.Text("spec.minReplicas")}-{autoscaler.Text("spec.maxReplicas")} {autoscaler.Text("spec.metrics[0].resource.target.averageUtilization")}");
        Assert.Equal("digits", autoscaler.Text("metadata.ownerReferences[0].name"));
        await op.UntilAsync("Autoscaling", "True", "ScalingOnCpu");
        await op.Deployments.UntilAsync("digits", deployment => deployment.Text("spec.replicas") == "2", "of the fewest pods");

        (await op.Deployments.PatchAsync("digits", PatchType.Merge, """{"spec":{"replicas":5}}""", "scale")).Succeeded();
        await op.ApplyAsync(Spec("""{"minReplicas":2,"maxReplicas":8,"cpu":{"averageUtilization":70}}""", "vision"));
        var changed = await op.Deployments.UntilAsync("digits", deployment => deployment.Text("spec.template.metadata.labels.team") == "vision", "changed");
        Assert.Equal("5", changed.Text("spec.replicas"));
        await op.Namespace.Of("autoscaling/v2", "horizontalpodautoscalers").UntilAsync("digits", found => found.Text("spec.maxReplicas") == "8", "of 8 pods at most");

        await op.ApplyAsync();
        await op.Namespace.Of("autoscaling/v2", "horizontalpodautoscalers").UntilGoneAsync("digits");
    }

    private static string Spec(string autoscaling, string team = "") => $$$"""
        {"autoscaling":{{{autoscaling}}},"resources":{"requests":{"cpu":"100m"} },"podLabels":{"team":"{{{team}}}"} }
        """;
}
