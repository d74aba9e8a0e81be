using System.Text.Json.Nodes;
using InferencePlatform.Kubernetes.Configuration;
using InferencePlatform.Kubernetes.Models;
using InferencePlatform.Kubernetes.Yaml;
using InferencePlatform.Operator.Api.V1Alpha1;
using InferencePlatform.TestCluster;
using InferencePlatform.TestCluster.Client;
using InferencePlatform.Testing;

namespace InferencePlatform.Operator.Tests.Behaviour;

/// <summary>The roles that ship are enough, on Kubernetes' own API server, which alone asks for roles.</summary>
public sealed class RolesTests(ApiServers servers)
{
    private const string Account = "system:serviceaccount:inference-system:inference-operator";

    [Fact]
    public async Task With_the_roles_that_ship_the_operator_can_do_its_work_in_a_namespace()
    {
        var missing = ApiServers.WhyNot(ApiServerKind.Real);
        Assert.SkipUnless(missing is null, missing ?? "");
        var server = await servers.GetAsync(ApiServerKind.Real);
        var ns = await server.CreateNamespaceAsync();
        await ApplyAsync(server, "/apis/rbac.authorization.k8s.io/v1/clusterroles", Document("rbac/role.yaml"));
        var binding = Document("rbac/namespaced.yaml");
        binding["metadata"]!["namespace"] = ns.Name;
        await ApplyAsync(server, $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns.Name}/rolebindings", binding);

        var headers = new KeyValuePair<string, string>[] { new("Impersonate-User", Account) };
        await using var op = OperatorUnderTest.Start(ns, configuration: KubeConfig.Load(server.KubeconfigPath) with { Headers = headers });
        await op.ApplyAsync("digits", "replicas: 2");
        await op.UntilSaysAsync("digits", "Ready", "Starting");
        await op.UntilAsync<Deployment>("digits", d => d.Spec.Replicas == 2);
        await op.UntilEventAsync("digits", "Starting");
        await op.ApplyAsync("digits", "replicas: 1");
        await op.UntilAsync<InferenceModel>("digits", m => m.Status?.Serving == "0/1");
        Assert.DoesNotContain(op.Counted.Failures, f => f.Contains("forbidden", StringComparison.Ordinal));
        Assert.Contains("delete PodDisruptionBudget digits", op.Counted.Writes);
    }

    private static JsonObject Document(string file) => KubernetesYaml.Read(File.ReadAllText(Path.Combine(Repository.Root, "manifests", file)))[0];

    private static async Task ApplyAsync(ApiServerUnderTest server, string collection, JsonObject o) =>
        (await server.Client.PatchAsync($"{collection}/{(string?)o["metadata"]!["name"]}?fieldManager=test", PatchType.Apply, o.ToJsonString())).Succeeded();
}
