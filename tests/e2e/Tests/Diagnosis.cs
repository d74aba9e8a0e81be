using InferencePlatform.TestCluster.Client;

namespace InferencePlatform.EndToEnd.Tests;

/// <summary>Keeps what explains a failed test, in <c>artifacts/e2e/NAMESPACE</c>.</summary>
internal static class Diagnosis
{
    public static async Task CollectAsync(EndToEndCluster cluster, string ns)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Testing.Repository.Root, "artifacts", "e2e", ns)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "test"), TestContext.Current.Test?.TestDisplayName ?? "");
        var (here, system) = (cluster.In(ns), cluster.In(Installation.Namespace));
        await KeepAsync(here, folder, "objects.yaml", "get", "imodel,deployments,replicasets,pods,services,endpointslices,networkpolicies,poddisruptionbudgets", "--output=yaml");
        await KeepAsync(here, folder, "events", "get", "events", "--sort-by=.lastTimestamp");
        await KeepAsync(here, folder, "describe", "describe", "imodel,pods");
        await KeepAsync(here, folder, "logs", "logs", "--selector=inferenceplatform.io/model", "--all-containers", "--prefix", "--tail=500");
        await KeepAsync(system, folder, "operator.log", "logs", "--selector=app.kubernetes.io/name=inference-operator", "--prefix", "--tail=1000");
        await KeepAsync(system, folder, "operator.describe", "describe", "pods");
    }

    private static async Task KeepAsync(Kubectl kubectl, string folder, string file, params string[] arguments)
    {
        var (_, output, errors) = await kubectl.TryAsync("", arguments);
        await File.WriteAllTextAsync(Path.Combine(folder, file), output + errors);
    }
}
